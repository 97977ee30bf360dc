import type { Effect, Interval, Outcome } from '../../api/experiments';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { difference } from './inMeasure';
import './experiments.css';

/** The effect, drawn with its interval, and what stands beside it. */
export function EffectCard({ effect, outcome }: { effect: Effect | null; outcome: Outcome }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  if (!effect) {
    return (
      <Card title={e.effect}>
        <p className="muted">{e.noEffect}</p>
      </Card>
    );
  }
  const { uplift, more } = effect;
  return (
    <Card title={e.effect}>
      <div className="stack">
        <IntervalLine interval={effect.difference} outcome={outcome} />
        <p className="small muted">{e.effectHint}</p>
        <Figures
          figures={[
            {
              label: e.uplift,
              value: uplift ? `${uplift.value > 0 ? '+' : ''}${f.percent(uplift.value, 1)}` : '–',
              ...(uplift ? { after: `${f.percent(uplift.low, 1)} … ${f.percent(uplift.high, 1)}` } : {}),
            },
            { label: e.pValue, value: effect.pValue < 0.0001 ? `< ${f.percent(0.0001, 2)}` : f.percent(effect.pValue, 2) },
            { label: e.detectable, value: difference(outcome.measure, effect.detectable, t, f) },
            { label: e.more, value: more === null ? '–' : more === 0 ? e.enough : f.number(more) },
          ]}
        />
      </div>
    </Card>
  );
}

/** Zero is always in the picture. */
function IntervalLine({ interval, outcome }: { interval: Interval; outcome: Outcome }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const from = Math.min(0, interval.low);
  const to = Math.max(0, interval.high);
  const margin = (to - from) * 0.12 || 1;
  const place = (value: number) => `${((value - from + margin) / (to - from + 2 * margin)) * 100}%`;
  const say = (value: number) => difference(outcome.measure, value, t, f);
  const label = `${e.effectAxis(e.outcomes[outcome.measure](outcome.event, outcome.withinDays))}: ${say(interval.value)} (${say(interval.low)} … ${say(interval.high)})`;
  return (
    <div className="stack tight">
      <div className="effect-value">
        <strong>{say(interval.value)}</strong>{' '}
        <span className="muted">
          {say(interval.low)} … {say(interval.high)}
        </span>
      </div>
      <div className="effect-line" role="img" aria-label={label}>
        <span className="effect-zero" style={{ left: place(0) }} />
        <span className="effect-range" style={{ left: place(interval.low), right: `calc(100% - ${place(interval.high)})` }} />
        <span className="effect-point" style={{ left: place(interval.value) }} />
        <span className="effect-zero-label" style={{ left: place(0) }}>
          0
        </span>
      </div>
    </div>
  );
}
