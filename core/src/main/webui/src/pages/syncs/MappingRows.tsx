import type { Catalogue } from '../../api/catalogue';
import type { Connector } from '../../api/destinations';
import type { FieldMapping } from '../../api/syncs';
import { Button } from '../../design/Button';
import { useI18n, wordFor } from '../../i18n';
import { can } from './draft';

const IDENTITIES = ['email', 'phone', 'customer_id', 'external_id', 'user_id'];
const PERSON = ['first_name', 'last_name', 'street', 'city', 'region', 'zip', 'country', 'date_of_birth', 'gender'];
const CONSTANT = 'constant';
const TEMPLATE = 'template';
const ESCAPES = ['none', 'html', 'url'] as const;
const WHEN_MISSING = ['keep', 'clear', 'skip'] as const;

interface Props {
  fields: FieldMapping[];
  known: Catalogue;
  connector: Connector | undefined;
  onChange: (fields: FieldMapping[]) => void;
}

export function MappingRows({ fields, known, connector, onChange }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  const set = (i: number, next: FieldMapping) => onChange(fields.map((f, j) => (j === i ? next : f)));
  return (
    <div className="stack tight">
      {fields.map((field, i) => (
        <div key={i} className="mapping-row">
          <input
            className="input small"
            aria-label={s.toField}
            placeholder={s.toField}
            value={field.to}
            onChange={(e) => set(i, { ...field, to: e.target.value })}
          />
          <span aria-hidden="true">←</span>
          <select
            className="select small"
            aria-label={s.fromField}
            value={field.constant != null ? CONSTANT : field.template != null ? TEMPLATE : (field.from ?? '')}
            onChange={(e) => set(i, filledWith(field, e.target.value))}
          >
            <option value="" disabled>
              {t.common.choose}
            </option>
            <optgroup label={s.groups.score}>
              {known.models.map((m) => (
                <option key={m.id} value={m.kind === 'clustering' ? `cluster:${m.id}` : `score:${m.id}`}>
                  {m.kind === 'clustering' ? s.clusterOf(m.name) : s.scoreOf(m.name)}
                </option>
              ))}
            </optgroup>
            <optgroup label={s.groups.trait}>
              {known.traits.map((x) => (
                <option key={x.name} value={`trait:${x.name}`}>
                  {x.name}
                </option>
              ))}
            </optgroup>
            <optgroup label={s.groups.person}>
              {PERSON.map((x) => (
                <option key={x} value={x}>
                  {wordFor(s.persons, x)}
                </option>
              ))}
            </optgroup>
            <optgroup label={s.groups.identity}>
              {IDENTITIES.map((x) => (
                <option key={x} value={x}>
                  {wordFor(t.imports.namespaces, x)}
                </option>
              ))}
            </optgroup>
            <optgroup label={s.groups.constant}>
              <option value={CONSTANT}>{s.constant}</option>
              <option value={TEMPLATE}>{s.template}</option>
            </optgroup>
          </select>
          {field.constant != null ? (
            <input className="input small" aria-label={s.constant} value={field.constant} onChange={(e) => set(i, { ...field, constant: e.target.value })} />
          ) : (
            <select
              className="select small"
              aria-label={s.whenMissing}
              value={field.whenMissing ?? 'keep'}
              onChange={(e) => set(i, { ...field, whenMissing: e.target.value as FieldMapping['whenMissing'] })}
            >
              {WHEN_MISSING.map((policy) => (
                <option key={policy} value={policy}>{`${s.whenMissing}: ${s.whenMissingWords[policy]}`}</option>
              ))}
            </select>
          )}
          <Button look="quiet" small icon="close" aria-label={t.common.remove} onClick={() => onChange(fields.filter((_, j) => j !== i))} />
          {field.template != null && (
            <div className="mapping-more">
              <input
                className="input small mono"
                aria-label={s.template}
                placeholder="{{first_name}}"
                maxLength={2000}
                value={field.template}
                onChange={(e) => set(i, { ...field, template: e.target.value })}
              />
              <select
                className="select small"
                aria-label={s.escape}
                value={field.escape ?? 'none'}
                onChange={(e) => set(i, { ...field, escape: e.target.value as FieldMapping['escape'] })}
              >
                {ESCAPES.map((use) => (
                  <option key={use} value={use}>
                    {s.escapes[use]}
                  </option>
                ))}
              </select>
              <span className="hint">{s.templateHint}</span>
            </div>
          )}
          {can(connector, 'SET_IF_EMPTY') && (
            <label className="mapping-more check small">
              <input
                type="checkbox"
                checked={field.setIfEmpty ?? false}
                onChange={(e) => set(i, { ...field, setIfEmpty: e.target.checked || null })}
              />
              {s.setIfEmpty}
            </label>
          )}
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...fields, { to: '', whenMissing: 'keep' }])}>
          {s.addField}
        </Button>
      </div>
    </div>
  );
}

/** The same field with another source: a field has one. */
function filledWith({ to, whenMissing, setIfEmpty }: FieldMapping, source: string): FieldMapping {
  const rest = { to, whenMissing, setIfEmpty };
  if (source === CONSTANT) return { ...rest, constant: '' };
  return source === TEMPLATE ? { ...rest, template: '' } : { ...rest, from: source };
}
