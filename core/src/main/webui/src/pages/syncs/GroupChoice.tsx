import type { SyncDraft } from '../../api/syncs';
import { Field } from '../../design/Field';
import { useI18n } from '../../i18n';

interface Props {
  draft: SyncDraft;
  onChange: (part: Partial<SyncDraft>) => void;
}

/** Audiences of one destination that share people: everybody is in one only. */
export function GroupChoice({ draft, onChange }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  const group = draft.group;
  return (
    <fieldset className="stack tight">
      <legend className="label">{s.group}</legend>
      <label className="check">
        <input type="checkbox" checked={group !== null} onChange={(e) => onChange({ group: e.target.checked ? { name: '', rank: 1 } : null })} />
        {s.groupJoin}
      </label>
      {group && (
        <div className="group-place">
          <Field label={s.groupName}>
            {(w) => (
              <input {...w} className="input" maxLength={100} value={group.name} onChange={(e) => onChange({ group: { ...group, name: e.target.value } })} />
            )}
          </Field>
          <Field label={s.groupRank}>
            {(w) => (
              <input
                {...w}
                className="input"
                type="number"
                min={1}
                max={1000}
                value={group.rank}
                onChange={(e) => onChange({ group: { ...group, rank: e.target.valueAsNumber || 1 } })}
              />
            )}
          </Field>
        </div>
      )}
      <p className="hint">{s.groupHint}</p>
    </fieldset>
  );
}
