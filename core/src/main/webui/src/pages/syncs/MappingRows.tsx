import type { Catalogue } from '../../api/catalogue';
import type { FieldMapping } from '../../api/syncs';
import { Button } from '../../design/Button';
import { useI18n, wordFor } from '../../i18n';

const IDENTITIES = ['email', 'phone', 'customer_id', 'external_id', 'user_id'];
const PERSON = ['first_name', 'last_name', 'street', 'city', 'region', 'zip', 'country', 'date_of_birth', 'gender'];
const CONSTANT = 'constant';

interface Props {
  fields: FieldMapping[];
  known: Catalogue;
  onChange: (fields: FieldMapping[]) => void;
}

export function MappingRows({ fields, known, onChange }: Props) {
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
            value={field.constant != null ? CONSTANT : (field.from ?? '')}
            onChange={(e) => {
              const { constant: _, from: __, ...rest } = field;
              set(i, e.target.value === CONSTANT ? { ...rest, constant: '' } : { ...rest, from: e.target.value });
            }}
          >
            <option value="" disabled>
              {t.common.choose}
            </option>
            <optgroup label={s.groups.score}>
              {known.models.map((m) => (
                <option key={m.id} value={`score:${m.id}`}>
                  {s.scoreOf(m.name)}
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
            </optgroup>
          </select>
          {field.constant != null ? (
            <input className="input small" aria-label={s.constant} value={field.constant} onChange={(e) => set(i, { ...field, constant: e.target.value })} />
          ) : (
            <select
              className="select small"
              aria-label={s.whenMissing}
              value={field.whenMissing ?? 'skip'}
              onChange={(e) => set(i, { ...field, whenMissing: e.target.value as 'skip' | 'clear' })}
            >
              <option value="skip">{`${s.whenMissing}: ${s.skipField}`}</option>
              <option value="clear">{`${s.whenMissing}: ${s.clearField}`}</option>
            </select>
          )}
          <Button look="quiet" small icon="close" aria-label={t.common.remove} onClick={() => onChange(fields.filter((_, j) => j !== i))} />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...fields, { to: '', whenMissing: 'skip' }])}>
          {s.addField}
        </Button>
      </div>
    </div>
  );
}
