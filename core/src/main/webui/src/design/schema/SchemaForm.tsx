import type { JsonSchema } from '../../api/destinations';
import { ListInput } from '../ListInput';
import { useI18n, wordFor } from '../../i18n';
import { Field } from '../Field';
import { MapInput } from './MapInput';
import { choicesOf, fieldsOf, KEPT, type Fault, type SchemaField, type Values } from './schema';

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
  const { t } = useI18n();
  const fields = fieldsOf(schema, parent);
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
      {(w) => <Control wiring={w} field={field} value={value} onChange={onChange} />}
    </Field>
  );
}

function Control({
  wiring,
  field,
  value,
  onChange,
}: {
  wiring: Record<string, unknown>;
  field: SchemaField;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useI18n();
  const { schema, kind } = field;
  const text = value === undefined || value === null ? '' : String(value);
  switch (kind) {
    case 'choice': {
      const choices = choicesOf(schema)!;
      return (
        <select
          {...wiring}
          className="select"
          value={String(choices.findIndex((c) => c.value === value))}
          onChange={(e) => onChange(choices[Number(e.target.value)]?.value)}
        >
          {!choices.some((c) => c.value === value) && <option value="-1">{t.common.choose}</option>}
          {choices.map((c, i) => (
            <option key={i} value={i}>
              {c.label}
            </option>
          ))}
        </select>
      );
    }
    case 'number':
      return (
        <input
          {...wiring}
          className="input"
          type="number"
          value={typeof value === 'number' && !Number.isNaN(value) ? value : ''}
          step={schema.type === 'integer' ? 1 : 'any'}
          onChange={(e) => onChange(e.target.valueAsNumber)}
        />
      );
    case 'secret':
      return (
        <input
          {...wiring}
          className="input"
          type="password"
          autoComplete="new-password"
          value={value === KEPT ? '' : text}
          placeholder={value === KEPT ? '••••••••' : ''}
          onChange={(e) => onChange(e.target.value === '' && value === KEPT ? KEPT : e.target.value)}
        />
      );
    case 'long':
      return <textarea {...wiring} className="textarea mono" value={text} onChange={(e) => onChange(e.target.value)} />;
    default:
      return (
        <input
          {...wiring}
          className="input"
          type={schema.format === 'uri' ? 'url' : schema.format === 'email' ? 'email' : 'text'}
          value={text}
          placeholder={schema.examples?.[0] === undefined ? '' : String(schema.examples[0])}
          onChange={(e) => onChange(e.target.value)}
        />
      );
  }
}

/** Faults found here, overlaid by what the server or a live check said. */
export function useWrongs(faults: Record<string, Fault>, said: Record<string, string | undefined>, touched: boolean): Record<string, string | undefined> {
  const { t } = useI18n();
  const own = touched ? Object.fromEntries(Object.entries(faults).map(([pointer, fault]) => [pointer, wordFor(t.destinations.faults, fault)])) : {};
  return { ...own, ...said };
}
