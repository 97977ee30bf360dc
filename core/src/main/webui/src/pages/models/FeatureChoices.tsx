import { useState } from 'react';
import type { Catalogue } from '../../api/catalogue';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

interface Props {
  offered: Catalogue['features'];
  /** those chosen when a person begins to choose */
  first: string[];
  /** empty: those that suit the question */
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export function FeatureChoices({ offered, first, chosen, onChange }: Props) {
  const { t, language } = useI18n();
  const m = t.models;
  const [own, setOwn] = useState(chosen.length > 0);
  const choose = (next: boolean) => {
    setOwn(next);
    onChange(next ? first : []);
  };
  return (
    <Card title={m.features}>
      <div className="stack">
        <p className="hint">{m.featuresHint}</p>
        <div className="cols-2">
          <label className="choice">
            <input type="radio" name="features" checked={!own} onChange={() => choose(false)} />
            <strong>{m.featuresAuto}</strong>
            <span className="hint">{m.featuresAutoHint}</span>
          </label>
          <label className="choice">
            <input type="radio" name="features" checked={own} onChange={() => choose(true)} />
            <strong>{m.featuresOwn}</strong>
            <span className="hint">{m.featuresOwnHint}</span>
          </label>
        </div>
        {own && (
          <div className="feature-choices">
            {offered.map((feature) => (
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
        )}
      </div>
    </Card>
  );
}
