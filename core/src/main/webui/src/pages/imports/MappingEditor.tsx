import { PURPOSES } from '../../api/consents';
import type { Column } from '../../api/sources';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { typeWord } from './types';
import { assign, EVENT_ROLES, faultsOf, isNamed, nameFor, PERSON_ROLES, type MappingDraft, type Role } from './mapping';

const NAMESPACES = ['customer_id', 'email', 'phone', 'external_id', 'user_id', 'anonymous_id', 'maid'];

interface Props {
  columns: Column[];
  draft: MappingDraft;
  onChange: (draft: MappingDraft) => void;
}

export function MappingEditor({ columns, draft, onChange }: Props) {
  const { t } = useI18n();
  const m = t.imports;
  const samples = new Map(columns.map((c) => [c.name, c]));
  const sampled = columns.some((c) => c.samples.length > 0);
  const rename = (index: number, name: string) => onChange({ ...draft, uses: draft.uses.map((u, i) => (i === index ? { ...u, name } : u)) });
  const faults = faultsOf(draft);

  return (
    <>
      <Card flush>
        <div className="table-wrap">
          <table className="table stacking mapping">
            <thead>
              <tr>
                <th>{m.column}</th>
                {sampled && <th>{m.samples}</th>}
                <th>{m.becomes}</th>
                <th>{m.called}</th>
                <th>
                  <span className="sr">{t.common.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {draft.uses.map((use, index) => {
                const column = samples.get(use.column);
                const first = draft.uses.findIndex((u) => u.column === use.column) === index;
                return (
                  <tr key={index} className={use.role === 'ignore' ? 'faded' : ''}>
                    <td>{first ? <ColumnName name={use.column} type={column?.type} /> : <span className="muted">↳ {use.column}</span>}</td>
                    {sampled && (
                      <td data-label={m.samples} className="samples">
                        {first &&
                          (column?.samples ?? [])
                            .slice(0, 3)
                            .map((s, i) => <span key={i}>{s === null || s === '' ? <em>{m.emptySample}</em> : String(s)}</span>)}
                      </td>
                    )}
                    <td data-label={m.becomes}>
                      <RoleSelect column={use.column} role={use.role} onChange={(role) => onChange(assign(draft, index, role))} />
                    </td>
                    <td data-label={m.called}>
                      {isNamed(use.role) && <NameInput role={use.role} name={use.name} column={use.column} onChange={(name) => rename(index, name)} />}
                    </td>
                    <td className="right">
                      {first ? (
                        use.role !== 'ignore' && (
                          <Button
                            look="quiet"
                            small
                            icon="plus"
                            aria-label={`${m.also} (${use.column})`}
                            title={m.also}
                            onClick={() =>
                              onChange({ ...draft, uses: draft.uses.toSpliced(index + 1, 0, { column: use.column, role: 'trait', name: nameFor(use.column) }) })
                            }
                          />
                        )
                      ) : (
                        <Button
                          look="quiet"
                          small
                          icon="close"
                          aria-label={t.common.remove}
                          onClick={() => onChange({ ...draft, uses: draft.uses.toSpliced(index, 1) })}
                        />
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Card>
      <EventSettings draft={draft} onChange={onChange} />
      {faults.map((fault) => (
        <Notice key={fault} tone="warn" title={m[fault]}>
          {m[`${fault}Next`]}
        </Notice>
      ))}
    </>
  );
}

function ColumnName({ name, type }: { name: string; type: string | undefined }) {
  const { t } = useI18n();
  return (
    <div>
      <strong className="break">{name}</strong>
      {type && <div className="small muted">{typeWord(t.imports.types, type)}</div>}
    </div>
  );
}

function RoleSelect({ column, role, onChange }: { column: string; role: Role; onChange: (role: Role) => void }) {
  const { t } = useI18n();
  const m = t.imports;
  const option = (r: Role) => (
    <option key={r} value={r}>
      {wordFor(m.roles, r)}
    </option>
  );
  return (
    <select className="select small" aria-label={`${column}: ${m.becomes}`} value={role} onChange={(e) => onChange(e.target.value as Role)}>
      {option('ignore')}
      <optgroup label={m.groupPerson}>{PERSON_ROLES.map(option)}</optgroup>
      <optgroup label={m.groupEvent}>{EVENT_ROLES.map(option)}</optgroup>
    </select>
  );
}

function NameInput({ role, name, column, onChange }: { role: Role; name: string; column: string; onChange: (name: string) => void }) {
  const { t } = useI18n();
  const label = `${column}: ${t.imports.called}`;
  const words = role === 'identity' ? t.imports.namespaces : role === 'consent' ? t.imports.purposes : undefined;
  if (!words) return <input className="input small" aria-label={label} value={name} onChange={(e) => onChange(e.target.value)} />;
  const known = role === 'identity' ? NAMESPACES : PURPOSES;
  const options = known.includes(name) ? known : [name, ...known];
  return (
    <select className="select small" aria-label={label} value={name} onChange={(e) => onChange(e.target.value)}>
      {options.map((o) => (
        <option key={o} value={o}>
          {wordFor(words, o)}
        </option>
      ))}
    </select>
  );
}

function EventSettings({ draft, onChange }: { draft: MappingDraft; onChange: (draft: MappingDraft) => void }) {
  const { t } = useI18n();
  const m = t.imports;
  const fromColumn = draft.uses.some((u) => u.role === 'eventName');
  return (
    <Card>
      <div className="stack">
        <label className="check">
          <input type="checkbox" checked={draft.isEvent} onChange={(e) => onChange({ ...draft, isEvent: e.target.checked })} />
          <strong>{m.events}</strong>
        </label>
        {draft.isEvent && (
          <div className="cols-2">
            {!fromColumn && (
              <Field label={m.eventName} hint={m.eventNameHint}>
                {(w) => <input {...w} className="input" value={draft.eventName} onChange={(e) => onChange({ ...draft, eventName: e.target.value })} />}
              </Field>
            )}
            <Field label={m.refund} hint={m.refundHint} optional={t.common.optional}>
              {(w) => (
                <input
                  {...w}
                  className="input"
                  value={draft.refund}
                  placeholder="Order Refunded"
                  onChange={(e) => onChange({ ...draft, refund: e.target.value })}
                />
              )}
            </Field>
            <Field label={m.atFormat} hint={m.atFormatHint} optional={t.common.optional}>
              {(w) => <input {...w} className="input mono" value={draft.atFormat} onChange={(e) => onChange({ ...draft, atFormat: e.target.value })} />}
            </Field>
            <label className="check">
              <input
                type="checkbox"
                checked={draft.options.identicalRows !== 'drop'}
                onChange={(e) => onChange({ ...draft, options: { ...draft.options, identicalRows: e.target.checked ? 'keep' : 'drop' } })}
              />
              <span>
                {m.keepIdentical}
                <br />
                <span className="hint">{m.keepIdenticalHint}</span>
              </span>
            </label>
          </div>
        )}
      </div>
    </Card>
  );
}
