import type { ModelKind, Target } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** What is to be foreseen, as a sentence with gaps. */
export function TargetCard({ kind, target, events, onChange }: { kind: ModelKind; target: Target; events: string[]; onChange: (target: Target) => void }) {
  const { t } = useI18n();
  const m = t.models;
  const value = kind === 'value';
  return (
    <Card title={m.target}>
      <div className="stack tight">
        <div className="target-sentence">
          <span>{value ? m.valueBefore : m.targetBefore}</span>
          <select className="select" aria-label={m.target} value={target.event} onChange={(e) => onChange({ ...target, event: e.target.value })}>
            {events.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          {!value && (
            <select
              className="select"
              aria-label={m.goals.prediction}
              value={target.negate ? 'not' : 'yes'}
              onChange={(e) => onChange({ ...target, negate: e.target.value === 'not' })}
            >
              <option value="yes">{m.happens}</option>
              <option value="not">{m.happensNot}</option>
            </select>
          )}
          <span>{value ? m.valueWithin : m.targetWithin}</span>
          <input
            className="input"
            type="number"
            min={1}
            max={730}
            aria-label={m.targetDays}
            value={target.withinDays}
            onChange={(e) => onChange({ ...target, withinDays: e.target.valueAsNumber || 1 })}
          />
          <span>{m.targetDays}</span>
        </div>
        <p className="hint">{value ? m.valueHint : m.targetHint}</p>
      </div>
    </Card>
  );
}
