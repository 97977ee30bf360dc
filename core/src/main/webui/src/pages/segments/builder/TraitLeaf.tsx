import type { Condition } from '../../../api/condition';
import { useI18n } from '../../../i18n';
import type { Known } from './Builder';
import { ComparisonInput, Pick } from './controls';
import { traitLeaf, type Leaf } from './draft';

type Trait = Extract<Condition, { trait: string }>;

export function TraitLeaf({ leaf, known, onChange }: { leaf: Trait; known: Known; onChange: (leaf: Leaf) => void }) {
  const { t } = useI18n();
  const trait = known.catalogue.traits.find((c) => c.name === leaf.trait);
  const type = trait?.type ?? 'text';
  return (
    <div className="sentence">
      <Pick
        label={t.builder.trait}
        value={leaf.trait}
        options={known.catalogue.traits.map((c) => [c.name, c.name])}
        onChange={(name) => onChange(traitLeaf(name, known.catalogue.traits.find((c) => c.name === name)?.type))}
      />
      <ComparisonInput
        type={type}
        comparison={leaf}
        suggestions={(trait?.values ?? []).map((v) => v.value)}
        onChange={(c) => onChange({ trait: leaf.trait, ...c, ...(leaf.ifMissing && c.op !== 'exists' && c.op !== 'missing' ? { ifMissing: true } : {}) })}
      />
      {leaf.op !== 'exists' && leaf.op !== 'missing' && (
        <label className="check small">
          <input type="checkbox" checked={leaf.ifMissing ?? false} onChange={(e) => onChange({ ...leaf, ifMissing: e.target.checked })} />
          {t.builder.ifMissing}
        </label>
      )}
    </div>
  );
}
