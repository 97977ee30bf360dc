import type { Catalogue } from '../../api/catalogue';
import { Button } from '../../design/Button';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

interface Props {
  known: Catalogue;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export function FeatureChoices({ known, chosen, onChange }: Props) {
  const { t, language } = useI18n();
  const m = t.models;
  const all = known.features.map((x) => x.name);
  return (
    <Card
      title={m.features}
      aside={
        <Button look="quiet" small onClick={() => onChange(chosen.length === all.length ? [] : all)}>
          {chosen.length === all.length ? m.chooseNone : m.chooseAll}
        </Button>
      }
    >
      <div className="stack">
        <p className="hint">{m.featuresHint}</p>
        <div className="feature-choices">
          {known.features.map((feature) => (
            <label key={feature.name} className="choice">
              <input
                type="checkbox"
                checked={chosen.includes(feature.name)}
                onChange={(e) => onChange(e.target.checked ? [...chosen, feature.name] : chosen.filter((c) => c !== feature.name))}
              />
              <strong>{feature.label[language]}</strong>
              <span className="hint">{feature.sentence[language]}</span>
            </label>
          ))}
        </div>
      </div>
    </Card>
  );
}
