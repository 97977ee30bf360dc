import { useI18n } from '../../i18n';
import { choicesOf, type SchemaField } from './schema';
import { SecretInput } from './SecretInput';

/** A secret that either side may choose (https://www.standardwebhooks.com): we can make a good one. */
const STANDARD_WEBHOOKS = 'standard-webhooks-secret';

/** The control of one setting, by its kind. */
export function SchemaControl({
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
      return <SecretInput wiring={wiring} value={value} canBeMade={schema.format === STANDARD_WEBHOOKS} onChange={onChange} />;
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
