import type { JsonSchema } from '../../api/destinations';

export type Kind = 'secret' | 'text' | 'long' | 'number' | 'flag' | 'choice' | 'list' | 'group' | 'map';

export interface SchemaField {
  name: string;
  /** JSON Pointer (RFC 6901) into the settings */
  pointer: string;
  schema: JsonSchema;
  kind: Kind;
  required: boolean;
}

export type Values = Record<string, unknown>;
export type Fault = 'required' | 'pattern' | 'tooShort' | 'tooLong' | 'tooSmall' | 'tooLarge' | 'notUri' | 'notInteger';

/** How the server shows a secret it keeps; sent back unchanged, it stays. */
export const KEPT = '***';

const LONG_TEXT = 600;

const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

export const typeOf = (schema: JsonSchema): string | undefined => (Array.isArray(schema.type) ? schema.type.find((t) => t !== 'null') : schema.type);

export function choicesOf(schema: JsonSchema): { value: unknown; label: string }[] | null {
  if (schema.enum) return schema.enum.map((value, i) => ({ value, label: schema.enumDescriptions?.[i] ?? String(value) }));
  const options = schema.oneOf ?? schema.anyOf;
  if (options?.length && options.every((o) => 'const' in o)) return options.map((o) => ({ value: o.const, label: o.title ?? String(o.const) }));
  return null;
}

function kindOf(schema: JsonSchema): Kind {
  if (choicesOf(schema)) return 'choice';
  if (typeOf(schema) === 'object') return schema.properties ? 'group' : 'map';
  if (schema.writeOnly || schema.format === 'password') return 'secret';
  switch (typeOf(schema)) {
    case 'boolean':
      return 'flag';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return 'list';
    default:
      return !schema.format && !schema.pattern && (schema.maxLength ?? 0) > LONG_TEXT ? 'long' : 'text';
  }
}

/** In the reader's words, where the connector brings them. */
export const spoken = (schema: JsonSchema, language: string): JsonSchema => ({ ...schema, ...schema.translations?.[language] });

const valueOf = (schema: JsonSchema, values: Values, name: string) => values[name] ?? schema.properties?.[name]?.default;

/** Whether a field has to do with what was chosen so far: `"when": {"auth": ["jwt", "refresh"]}`. */
const concerns = (schema: JsonSchema, property: JsonSchema, values: Values) =>
  Object.entries(property.when ?? {}).every(([name, wanted]) => [wanted].flat().includes(valueOf(schema, values, name) as never));

/** Whether values meet an `if` of the schema, as far as it asks for single values. */
const meets = (schema: JsonSchema, condition: JsonSchema, values: Values) =>
  Object.entries(condition.properties ?? {}).every(([name, wanted]) => {
    const value = valueOf(schema, values, name);
    return value === undefined ? !condition.required?.includes(name) : wanted.enum ? wanted.enum.includes(value as never) : !('const' in wanted) || wanted.const === value;
  });

/** What has to be filled in, given what was chosen so far. */
function requiredOf(schema: JsonSchema, values: Values): string[] {
  const branches = [schema, ...(schema.allOf ?? [])].map((part) => (part.if ? (meets(schema, part.if, values) ? part.then : part.else) : undefined));
  return [schema, ...branches].flatMap((part) => part?.required ?? []);
}

/** The fields of a form that concern what was chosen so far, in the order of the schema. */
export function fieldsOf(schema: JsonSchema, values: Values, parent = ''): SchemaField[] {
  const required = requiredOf(schema, values);
  return Object.entries(schema.properties ?? {})
    .filter(([, property]) => !property.readOnly && !property.deprecated && concerns(schema, property, values))
    .map(([name, property]) => ({
      name,
      pointer: `${parent}/${escape(name)}`,
      schema: property,
      kind: kindOf(property),
      required: required.includes(name),
    }));
}

/** A heading and the fields under it; no heading for those that have none. */
export interface FieldGroup {
  name: string | undefined;
  fields: SchemaField[];
}

/** Fields by their group, groups in the order in which they first appear, those without a group first. */
export function groupsOf(fields: SchemaField[]): FieldGroup[] {
  const names = [undefined, ...new Set(fields.flatMap((f) => f.schema.group ?? []))];
  return names.map((name) => ({ name, fields: fields.filter((f) => f.schema.group === name) })).filter((group) => group.fields.length > 0);
}

/** All fields, also those that concern a choice nobody has made yet. */
const withoutConditions = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, { ...property, when: undefined }])),
});

/** What the form shows before anyone typed: what is stored, else the default. */
export function initialValues(schema: JsonSchema, stored: Values = {}): Values {
  const values: Values = { ...stored };
  for (const field of fieldsOf(withoutConditions(schema), {})) {
    if (field.kind === 'group') values[field.name] = initialValues(field.schema, (stored[field.name] ?? {}) as Values);
    else if (values[field.name] === undefined && field.schema.default !== undefined) values[field.name] = field.schema.default;
    else if (values[field.name] === undefined && field.kind === 'choice' && field.required) values[field.name] = choicesOf(field.schema)![0]?.value;
  }
  return values;
}

/** What is sent: nothing that nobody filled in, and nothing of what was not chosen. */
export function cleanValues(schema: JsonSchema, values: Values): Values {
  const clean: Values = {};
  for (const field of fieldsOf(schema, values)) {
    const value = values[field.name];
    if (field.kind === 'group') {
      const inner = cleanValues(field.schema, (value ?? {}) as Values);
      if (Object.keys(inner).length > 0 || field.required) clean[field.name] = inner;
    } else if (field.kind === 'map' && typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([key]) => key.trim() !== '');
      if (entries.length > 0) clean[field.name] = Object.fromEntries(entries);
    } else if (value !== undefined && value !== '' && value !== null && !(Array.isArray(value) && value.length === 0) && !Number.isNaN(value)) {
      clean[field.name] = value;
    }
  }
  return clean;
}

/** First fault per field, by pointer. The server checks again; this only saves a round trip. */
export function faultsOf(schema: JsonSchema, values: Values, parent = ''): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  for (const field of fieldsOf(schema, values, parent)) {
    const value = values[field.name];
    if (field.kind === 'group') {
      const inner = (value ?? {}) as Values;
      if (field.required || Object.keys(cleanValues(field.schema, inner)).length > 0) Object.assign(faults, faultsOf(field.schema, inner, field.pointer));
      continue;
    }
    const fault = faultOf(field, value);
    if (fault) faults[field.pointer] = fault;
  }
  return faults;
}

function faultOf({ schema, kind, required }: SchemaField, value: unknown): Fault | undefined {
  if (
    value === undefined ||
    value === '' ||
    value === null ||
    (typeof value === 'number' && Number.isNaN(value)) ||
    (Array.isArray(value) && value.length === 0 && required)
  ) {
    return required && kind !== 'flag' ? 'required' : undefined;
  }
  if (kind === 'secret' && value === KEPT) return undefined;
  if (typeof value === 'number') {
    if (typeOf(schema) === 'integer' && !Number.isInteger(value)) return 'notInteger';
    if (schema.minimum !== undefined && value < schema.minimum) return 'tooSmall';
    if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) return 'tooSmall';
    if (schema.maximum !== undefined && value > schema.maximum) return 'tooLarge';
    return undefined;
  }
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) return 'tooShort';
    if (schema.maxItems !== undefined && value.length > schema.maxItems) return 'tooLong';
    return undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (schema.minLength !== undefined && value.length < schema.minLength) return 'tooShort';
  if (schema.maxLength !== undefined && value.length > schema.maxLength) return 'tooLong';
  if (schema.format === 'uri' && !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+/i.test(value)) return 'notUri';
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return 'pattern';
  return undefined;
}
