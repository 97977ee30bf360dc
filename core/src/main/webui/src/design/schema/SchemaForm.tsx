import type { JsonSchema } from '../../api/destinations';
import { ListInput } from '../ListInput';
import { useI18n, wordFor } from '../../i18n';
import { Field } from '../Field';
import { MapInput } from './MapInput';
import { fieldsOf, groupsOf, KEPT, spoken, type Fault, type FieldGroup, type SchemaField, type Values } from './schema';
import { SchemaControl } from './SchemaControl';

interface Props {
  schema: JsonSchema;
  values: Values;
  onChange: (values: Values) => void;
  /** what is wrong by pointer, in words */
  wrong: Record<string, string | undefined>;
  parent?: string;
}

/**
 * A form made from a connector's JSON Schema: what is needed first, then what has a sensible default behind a fold; under headings
 * where the connector names them.
 */
export function SchemaForm({ schema, values, onChange, wrong, parent = '' }: Props) {
  const { t, language } = useI18n();
  const groups = groupsOf(fieldsOf(schema, values, parent));
  const needed = groups.some((group) => group.fields.some((f) => f.required));
  const show = (field: SchemaField) => (
    <SchemaInput
      key={field.name}
      field={{ ...field, schema: spoken(field.schema, language) }}
      value={values[field.name]}
      wrong={wrong}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
    />
  );
  const folded = (heading: string, fields: SchemaField[]) => (
    <details key={heading} open={fields.some((f) => wrong[f.pointer]) || undefined}>
      <summary className="label">{heading}</summary>
      <div className="stack spaced">{fields.map(show)}</div>
    </details>
  );
  const plain = groups.find((group) => group.name === undefined)?.fields ?? [];
  const rest = plain.filter((f) => !f.required);
  const headed = groups.filter((group) => group.name !== undefined);
  const headingOf = (group: FieldGroup) => spoken(group.fields[0]!.schema, language).group!;
  const open = headed.filter((group) => group.fields.some((f) => f.required));
  return (
    <div className="stack">
      {plain.filter((f) => f.required).map(show)}
      {open.map((group) => (
        <fieldset key={group.name} className="stack">
          <legend className="group-heading">{headingOf(group)}</legend>
          {group.fields.map(show)}
        </fieldset>
      ))}
      {!needed && rest.map(show)}
      {headed.filter((group) => !open.includes(group)).map((group) => folded(headingOf(group), group.fields))}
      {needed && rest.length > 0 && folded(t.destinations.more, rest)}
    </div>
  );
}

const DAYS_BEFORE = 60;

/** Whether a version of the vendor's interface ends soon enough to act. */
const isNear = (day: string) => new Date(day).getTime() - Date.now() < DAYS_BEFORE * 86_400_000;

function SchemaInput({ field, value, wrong, onChange }: { field: SchemaField; value: unknown; wrong: Props['wrong']; onChange: (value: unknown) => void }) {
  const { t, f } = useI18n();
  const { schema, kind } = field;
  const label = schema.title ?? field.name;
  const ends = schema.retires?.[String(value ?? schema.default)];
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
      {(w) => (
        <>
          <SchemaControl wiring={w} field={field} value={value} onChange={onChange} />
          {ends && <span className={isNear(ends) ? 'wrong' : 'hint block'}>{t.destinations.retires(f.date(ends))}</span>}
        </>
      )}
    </Field>
  );
}

/** Faults found here, overlaid by what the server or a live check said. */
export function useWrongs(faults: Record<string, Fault>, said: Record<string, string | undefined>, touched: boolean): Record<string, string | undefined> {
  const { t } = useI18n();
  const own = touched ? Object.fromEntries(Object.entries(faults).map(([pointer, fault]) => [pointer, wordFor(t.destinations.faults, fault)])) : {};
  return { ...own, ...said };
}
