import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { models } from '../../api/models';
import type { ProfileDetail } from '../../api/profiles';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useClusters } from '../clusters/useClusters';
import { WhyCluster } from './WhyCluster';
import { points, WhyScore } from './WhyScore';

type Score = ProfileDetail['scores'][number];

export function Scores({ profile, scores }: { profile: number; scores: Score[] }) {
  const { t, f } = useI18n();
  const c = t.customers;
  const [asked, setAsked] = useState<Score>();
  const show = (score: Score) => (value: number) =>
    score.kind === 'value' ? f.decimal(value) : score.kind === 'uplift' ? points(value, t, f) : score.kind === 'external' ? f.loose(value, 3) : f.percent(value, 1);
  return (
    <Card title={c.scores}>
      {scores.length === 0 && <p className="muted">{c.noScores}</p>}
      <ul className="stack tight">
        {scores.map((score) => (
          <li key={score.model} className="stack hair">
            {score.kind === 'clustering' ? (
              <InCluster score={score} onWhy={() => setAsked(score)} />
            ) : score.kind === 'value' ? (
              <Value profile={profile} score={score} onWhy={() => setAsked(score)} />
            ) : score.kind === 'uplift' ? (
              <Gain score={score} onWhy={() => setAsked(score)} />
            ) : score.kind === 'external' ? (
              <Answer score={score} onWhy={() => setAsked(score)} />
            ) : (
              <Probability score={score} onWhy={() => setAsked(score)} />
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog
          title={
            asked.kind === 'clustering'
              ? c.whyCluster(asked.name ?? `#${asked.model}`)
              : c.whyScore(asked.name ?? `#${asked.model}`, show(asked)(asked.value))
          }
          onClose={() => setAsked(undefined)}
          foot={<Button onClick={() => setAsked(undefined)}>{t.common.close}</Button>}
        >
          {asked.kind === 'clustering' ? (
            <WhyCluster model={asked.model} profile={profile} />
          ) : (
            <WhyScore model={asked.model} profile={profile} show={show(asked)} />
          )}
        </Dialog>
      )}
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

function Probability({ score, onWhy }: { score: Score; onWhy: () => void }) {
  const { t, f } = useI18n();
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <span className="row keep">
          <strong className="num">{f.percent(score.value, 1)}</strong>
          <Button small onClick={onWhy}>
            {t.customers.why}
          </Button>
        </span>
      </div>
      <div className="bar thin">
        <span style={{ width: `${score.value * 100}%` }} />
      </div>
    </>
  );
}

/** By how many points being sent to changes it; below 0 somebody is better left alone. */
function Gain({ score, onWhy }: { score: Score; onWhy: () => void }) {
  const { t, f } = useI18n();
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <span className="row keep">
          <strong className="num nowrap">{points(score.value, t, f)}</strong>
          <Button small onClick={onWhy}>
            {t.customers.why}
          </Button>
        </span>
      </div>
      <span className="small muted">{score.value > 0 ? t.customers.gains : t.customers.gainsNothing}</span>
    </>
  );
}

/** Of a model made elsewhere: a probability or any other number. */
function Answer({ score, onWhy }: { score: Score; onWhy: () => void }) {
  const { t, f } = useI18n();
  return (
    <div className="row between keep">
      <ModelLink score={score} />
      <span className="row keep">
        <strong className="num">{f.loose(score.value, 3)}</strong>
        <Button small onClick={onWhy}>
          {t.customers.why}
        </Button>
      </span>
    </div>
  );
}

function Value({ profile, score, onWhy }: { profile: number; score: Score; onWhy: () => void }) {
  const { t, f } = useI18n();
  const { data } = useQuery({ queryKey: ['value', score.model, profile], queryFn: () => models.customer(score.model, profile) });
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <span className="row keep">
          <strong className="num">{f.decimal(score.value)}</strong>
          {data?.givesReasons && (
            <Button small onClick={onWhy}>
              {t.customers.why}
            </Button>
          )}
        </span>
      </div>
      {data && <span className="small muted">{t.customers.valueHint(data.withinDays, f.decimal(data.purchases, 1), f.percent(data.alive))}</span>}
    </>
  );
}

function InCluster({ score, onWhy }: { score: Score; onWhy: () => void }) {
  const { t, language } = useI18n();
  const cluster = useClusters(score.model).find((one) => one.number === score.value);
  return (
    <>
      <div className="row between keep">
        <ModelLink score={score} />
        <Button small onClick={onWhy}>
          {t.customers.why}
        </Button>
      </div>
      <strong>{cluster?.name[language] ?? '–'}</strong>
    </>
  );
}
