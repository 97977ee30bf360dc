import type { Condition, CountOp } from '../../../api/condition';
import { useI18n, wordFor } from '../../../i18n';
import { useClusters } from '../../clusters/useClusters';
import type { Known } from './Builder';
import { NumberInput, Pick } from './controls';
import type { Leaf } from './draft';
import { COUNT_OPS } from './EventLeaf';

interface Props<L> {
  leaf: L;
  known: Known;
  onChange: (leaf: Leaf) => void;
}

export function SegmentLeaf({ leaf, known, onChange }: Props<Extract<Condition, { segment: number }>>) {
  const { t } = useI18n();
  const b = t.builder;
  return (
    <div className="sentence">
      <Pick
        label={b.operator}
        value={String(leaf.member ?? true)}
        options={[
          ['true', b.isIn],
          ['false', b.isNotIn],
        ]}
        onChange={(member) => onChange({ segment: leaf.segment, member: member === 'true' })}
      />
      <Pick
        label={b.segment}
        value={String(leaf.segment)}
        options={known.segments.map((s) => [String(s.id), s.name])}
        onChange={(id) => onChange({ segment: Number(id), member: leaf.member ?? true })}
      />
    </div>
  );
}

/** What scores of a kind can be, and a value to begin with. */
const SCALES = {
  clustering: { first: 0, limits: { min: 0 } },
  prediction: { first: 0.5, limits: { min: 0, max: 1, step: 0.01 } },
  value: { first: 100, limits: { min: 0 } },
  uplift: { first: 0, limits: { min: -1, max: 1, step: 0.01 } },
  external: { first: 0.5, limits: {} },
};

export function ScoreLeaf({ leaf, known, onChange }: Props<Extract<Condition, { score: number }>>) {
  const { t } = useI18n();
  const b = t.builder;
  const scoring = known.catalogue.models.filter((m) => m.kind !== 'clustering');
  const scale = SCALES[scoring.find((m) => m.id === leaf.score)?.kind ?? 'prediction'];
  const top = 'top' in leaf;
  return (
    <div className="sentence">
      <Pick
        label={b.model}
        value={String(leaf.score)}
        options={scoring.map((m) => [String(m.id), m.name])}
        onChange={(id) => onChange({ ...leaf, score: Number(id) })}
      />
      <Pick
        label={b.operator}
        value={top ? 'top' : leaf.op}
        options={[['top', b.topShare], ...COUNT_OPS.filter((op) => op !== 'equals').map((op): [string, string] => [op, wordFor(b.ops, op)])]}
        onChange={(op) => onChange(op === 'top' ? { score: leaf.score, top: 0.1 } : { score: leaf.score, op: op as CountOp, value: top ? scale.first : leaf.value })}
      />
      {top ? (
        <>
          <NumberInput
            label={b.topShare}
            min={0.1}
            max={100}
            value={Math.round(leaf.top * 1000) / 10}
            onChange={(share) => onChange({ score: leaf.score, top: share / 100 })}
          />
          <span>{b.ofScores}</span>
        </>
      ) : (
        <NumberInput label={b.value} {...scale.limits} value={leaf.value} onChange={(value) => onChange({ ...leaf, value })} />
      )}
    </div>
  );
}

export function ClusterLeaf({ leaf, known, onChange }: Props<Extract<Condition, { cluster: number }>>) {
  const { t, language } = useI18n();
  const b = t.builder;
  const clusterings = known.catalogue.models.filter((m) => m.kind === 'clustering');
  const clusters = useClusters(leaf.cluster);
  return (
    <div className="sentence">
      <Pick
        label={b.model}
        value={String(leaf.cluster)}
        options={clusterings.map((m) => [String(m.id), m.name])}
        onChange={(id) => onChange({ cluster: Number(id), in: [] })}
      />
      <span>{b.cluster}</span>
      <span className="inline">
        {clusters.map((c) => (
          <label key={c.number} className="check chip">
            <input
              type="checkbox"
              checked={leaf.in.includes(c.number)}
              onChange={(e) =>
                onChange({ cluster: leaf.cluster, in: e.target.checked ? [...leaf.in, c.number].sort((x, y) => x - y) : leaf.in.filter((n) => n !== c.number) })
              }
            />
            {c.name[language]}
          </label>
        ))}
      </span>
    </div>
  );
}
