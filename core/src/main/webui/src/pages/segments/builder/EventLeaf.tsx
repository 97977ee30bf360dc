import type { Condition, CountOp, Measure, Where, Within } from '../../../api/condition';
import { Button } from '../../../design/Button';
import { useI18n, wordFor } from '../../../i18n';
import type { Known } from './Builder';
import { ComparisonInput, NumberInput, PeriodInput, Pick } from './controls';
import type { Leaf } from './draft';

type Event = Extract<Condition, { event: string }>;

const MEASURES: Measure[] = ['count', 'orders', 'amount', 'quantity', 'days-since-last', 'days-since-first'];
export const COUNT_OPS: CountOp[] = ['at-least', 'at-most', 'more-than', 'less-than', 'equals'];

export function EventLeaf({ leaf, known, onChange }: { leaf: Event; known: Known; onChange: (leaf: Leaf) => void }) {
  const { t } = useI18n();
  const b = t.builder;
  const event = known.catalogue.events.find((e) => e.name === leaf.event);
  const properties = ['category', 'item', ...(event?.properties ?? []).map((p) => (typeof p === 'string' ? p : p.name))];
  const setWhere = (where: Where[]) => onChange({ ...leaf, where });
  return (
    <div className="stack tight">
      <div className="sentence">
        <Pick
          label={b.event}
          value={leaf.event}
          options={known.catalogue.events.map((e) => [e.name, e.name])}
          onChange={(name) => onChange({ ...leaf, event: name })}
        />
        <Pick
          label={b.measure}
          value={leaf.measure ?? 'count'}
          options={MEASURES.map((m) => [m, wordFor(b.measures, m)])}
          onChange={(measure) => onChange({ ...leaf, measure: measure as Measure })}
        />
        <Pick
          label={b.operator}
          value={leaf.op}
          options={COUNT_OPS.map((op) => [op, wordFor(b.ops, op)])}
          onChange={(op) => onChange({ ...leaf, op: op as CountOp })}
        />
        <NumberInput label={b.value} value={leaf.value} onChange={(value) => onChange({ ...leaf, value })} />
        <WithinInput within={leaf.within} onChange={(within) => onChange(withWithin(leaf, within))} />
        <Button look="quiet" small icon="plus" onClick={() => setWhere([...(leaf.where ?? []), { property: 'category', op: 'in', values: [] }])}>
          {b.addWhere}
        </Button>
      </div>
      {(leaf.where ?? []).map((w, i) => (
        <div key={i} className="sentence indent">
          <span className="muted">{b.where}</span>
          <Pick
            label={b.property}
            value={w.property}
            options={[...new Set(properties)].map((p) => [p, p])}
            onChange={(property) => setWhere(leaf.where!.map((o, j) => (j === i ? { ...o, property } : o)))}
          />
          <ComparisonInput
            type="text"
            comparison={w}
            suggestions={[]}
            onChange={(c) => setWhere(leaf.where!.map((o, j) => (j === i ? { property: o.property, ...c } : o)))}
          />
          <Button look="quiet" small icon="close" aria-label={t.common.remove} onClick={() => setWhere(leaf.where!.filter((_, j) => j !== i))} />
        </div>
      ))}
    </div>
  );
}

function withWithin(leaf: Event, within: Within | undefined): Event {
  const { within: _, ...rest } = leaf;
  return within ? { ...rest, within } : rest;
}

function WithinInput({ within, onChange }: { within: Within | undefined; onChange: (within: Within | undefined) => void }) {
  const { t } = useI18n();
  const b = t.builder;
  const kind = !within ? 'ever' : 'last' in within ? 'last' : 'between';
  const start: Record<string, Within | undefined> = { ever: undefined, last: { last: 'P30D' }, between: { from: '', to: '' } };
  const bound = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : '');
  return (
    <span className="inline">
      <Pick
        label={b.within}
        value={kind}
        options={[
          ['ever', b.ever],
          ['last', b.last],
          ['between', b.between],
        ]}
        onChange={(k) => onChange(start[k])}
      />
      {within && 'last' in within && <PeriodInput value={within.last} onChange={(last) => onChange({ last })} />}
      {within && !('last' in within) && (
        <>
          <input
            className="input small"
            type="date"
            aria-label={b.from}
            value={bound(within.from)}
            onChange={(e) => onChange(between(e.target.value, bound(within.to)))}
          />
          <input
            className="input small"
            type="date"
            aria-label={b.to}
            value={bound(within.to)}
            onChange={(e) => onChange(between(bound(within.from), e.target.value))}
          />
        </>
      )}
    </span>
  );
}

const between = (from: string, to: string): Within => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
