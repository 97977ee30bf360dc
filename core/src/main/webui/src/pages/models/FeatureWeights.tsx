import { useQuery } from '@tanstack/react-query';
import { catalogue } from '../../api/catalogue';
import type { FeatureWeight } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

const SHOWN = 10;

/** How far each feature moves scores, and in which direction. */
export function FeatureWeights({ features }: { features: FeatureWeight[] }) {
  const { t, language } = useI18n();
  const m = t.models;
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const label = (x: FeatureWeight) => x.label?.[language] ?? known.data?.features.find((k) => k.name === x.name)?.label[language] ?? x.name;
  const heaviest = [...features].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, SHOWN);
  const most = Math.max(1e-9, ...heaviest.map((x) => Math.abs(x.weight)));
  return (
    <Card title={m.important} aside={<span className="small muted">{m.importantHint}</span>}>
      <div className="weights">
        {heaviest.map((x) => (
          <div key={x.name} className="contents">
            <span className="break">
              {label(x)}
              {x.direction ? (
                <span className="muted">
                  {' '}
                  {x.direction > 0 ? '↑' : '↓'}
                  <span className="sr">{x.direction > 0 ? m.more : m.less}</span>
                </span>
              ) : null}
            </span>
            <div className="bar thin">
              <span style={{ width: `${(Math.abs(x.weight) / most) * 100}%`, background: x.weight < 0 ? 'var(--removed)' : 'var(--accent)' }} />
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}
