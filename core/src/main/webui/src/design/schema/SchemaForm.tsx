import type { JsonSchema } from '../../api/destinations';
import { ListInput } from '../ListInput';
import { useI18n, wordFor } from '../../i18n';
import { Field } from '../Field';
import { MapInput } from './MapInput';
import { fieldsOf, KEPT, spoken, type Fault, type SchemaField, type Values } from './schema';
import { SchemaControl } from './SchemaControl';

interface Props {
  schema: JsonSchema;
  values: Values;
  onChange: (values: Values) => void;
  /** what is wrong by pointer, in words */
  wrong: Record<string, string | undefined>;
  parent?: string;
}

/** A form made from a connector's JSON Schema: what is needed first, what has a sensible default behind one fold. */
export function SchemaForm({ schema, values, onChange, wrong, parent = '' }: Props) {
  const { t, language } = useI18n();
  const fields = fieldsOf(schema, parent).map((field) => ({ ...field, schema: spoken(field.schema, language) }));
  const first = fields.filter((f) => f.required);
  const rest = fields.filter((f) => !first.includes(f));
  const folded = first.length > 0 && rest.length > 0;
  const show = (field: SchemaField) => (
    <SchemaInput key={field.name} field={field} value={values[field.name]} wrong={wrong} onChange={(value) => onChange({ ...values, [field.name]: value })} />
  );
  const restIsWrong = rest.some((f) => wrong[f.pointer]);
  return (
    <div className="stack">
      {first.map(show)}
      {folded ? (
        <details open={restIsWrong || undefined}>
          <summary className="label">{t.destinations.more}</summary>
          <div className="stack spaced">{rest.map(show)}</div>
        </details>
      ) : (
        rest.map(show)
      )}
    </div>
  );
}

function SchemaInput({ field, value, wrong, onChange }: { field: SchemaField; value: unknown; wrong: Props['wrong']; onChange: (value: unknown) => void }) {
  const { t } = useI18n();
  const { schema, kind } = field;
  const label = schema.title ?? field.name;
  const fault = wrong[field.pointer];
  if (kind === 'group') {
    return (
      <fieldset className="stack">
        <legend className="label">{label}</legend>
        <SchemaForm schema={schema} values={(value ?? {}) as Values} onChange={onChange} wrong={wrong} parent={field.pointer} />
      </fieldset>
    );
  }
  if (kind === 'flag') {
    return (
      <label className="check">
        <input type="checkbox" checked={value === true} onChange={(e) => onChange(e.target.checked)} />
        <span>
          {label}
          {schema.description && <span className="hint block">{schema.description}</span>}
          {fault && <span className="wrong">{fault}</span>}
        </span>
      </label>
    );
  }
  const kept = value === KEPT;
  if (kind === 'map' || kind === 'list') {
    return (
      <div className="field" role="group" aria-label={label}>
        <span className="label">
          {label} {!field.required && <span className="optional">({t.common.optional})</span>}
        </span>
        {kind === 'map' ? (
          <MapInput label={label} value={value} onChange={onChange} />
        ) : (
          <ListInput
            label={label}
            values={(value as string[] | undefined) ?? []}
            suggestions={(schema.items?.enum ?? []) as string[]}
            numeric={false}
            onChange={onChange}
          />
        )}
        <div className="hint">{kept ? t.destinations.secretKept : schema.description}</div>
        {fault && <div className="wrong">{fault}</div>}
      </div>
    );
  }
  return (
    <Field label={label} hint={kept ? t.destinations.secretKept : schema.description} wrong={fault} optional={!field.required && t.common.optional}>
      {(w) => <SchemaControl wiring={w} field={field} value={value} onChange={onChange} />}
    </Field>
  );
}

/** Faults found here, overlaid by what the server or a live check said. */
export function useWrongs(faults: Record<string, Fault>, said: Record<string, string | undefined>, touched: boolean): Record<string, string | undefined> {
  const { t } = useI18n();
  const own = touched ? Object.fromEntries(Object.entries(faults).map(([pointer, fault]) => [pointer, wordFor(t.destinations.faults, fault)])) : {};
  return { ...own, ...said };
}
