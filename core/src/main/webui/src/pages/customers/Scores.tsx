import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { models } from '../../api/models';
import type { ProfileDetail } from '../../api/profiles';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useClusters } from '../clusters/useClusters';

type Score = ProfileDetail['scores'][number];

export function Scores({ profile, scores }: { profile: number; scores: Score[] }) {
  const { t } = useI18n();
  const c = t.customers;
  return (
    <Card title={c.scores}>
      {scores.length === 0 && <p className="muted">{c.noScores}</p>}
      <ul className="stack tight">
        {scores.map((score) => (
          <li key={score.model} className="stack hair">
            {score.kind === 'clustering' ? <InCluster score={score} /> : score.kind === 'value' ? <Value profile={profile} score={score} /> : <Probability score={score} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ModelLink({ score }: { score: Score }) {
  return (
    <Link to={`/models/${score.model}`} className="plain break">
      {score.name ?? `#${score.model}`}
    </Link>
  );
}

function Probability({ score }: { score: Score }) {
  const { f } = useI18n();
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <strong className="num">{f.percent(score.value, 1)}</strong>
      </div>
      <div className="bar thin">
        <span style={{ width: `${score.value * 100}%` }} />
      </div>
    </>
  );
}

function Value({ profile, score }: { profile: number; score: Score }) {
  const { t, f } = useI18n();
  const { data } = useQuery({ queryKey: ['value', score.model, profile], queryFn: () => models.customer(score.model, profile) });
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <strong className="num">{f.decimal(score.value)}</strong>
      </div>
      {data && <span className="small muted">{t.customers.valueHint(data.withinDays, f.decimal(data.purchases, 1), f.percent(data.alive))}</span>}
    </>
  );
}

function InCluster({ score }: { score: Score }) {
  const { language } = useI18n();
  const cluster = useClusters(score.model).find((one) => one.number === score.value);
  return (
    <>
      <ModelLink score={score} />
      <strong>{cluster?.name[language] ?? '–'}</strong>
    </>
  );
}
