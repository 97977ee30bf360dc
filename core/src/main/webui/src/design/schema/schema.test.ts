import { expect, test } from 'vitest';
import type { JsonSchema } from '../../api/destinations';
import { choicesOf, cleanValues, faultsOf, fieldsOf, groupsOf, initialValues, KEPT, spoken } from './schema';

const connectors = import.meta.glob<JsonSchema>('../../../../../../../connectors/*/src/main/resources/io/kohorte/connector/**/*.json', {
  import: 'default',
  eager: true,
});

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['url', 'secret', 'mode'],
  properties: {
    url: { type: 'string', format: 'uri', maxLength: 200 },
    secret: { type: 'string', writeOnly: true, minLength: 8 },
    mode: { enum: ['structured', 'binary'] },
    style: { oneOf: [{ const: 'a', title: 'Style A' }, { const: 'b' }] },
    batch: { type: 'integer', minimum: 1, maximum: 1000, default: 500 },
    region: { type: 'string', pattern: '^[A-Z]{2}$' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
    old: { type: 'string', deprecated: true },
    retry: { type: 'object', properties: { 'a/b': { type: 'number' } } },
    headers: { type: 'object', writeOnly: true, additionalProperties: { type: 'string' } },
  },
};

test('the form follows the schema: order, kinds, secrets, nothing deprecated', () => {
  expect(fieldsOf(SCHEMA, {}).map((f) => [f.name, f.kind, f.required])).toEqual([
    ['url', 'text', true],
    ['secret', 'secret', true],
    ['mode', 'choice', true],
    ['style', 'choice', false],
    ['batch', 'number', false],
    ['region', 'text', false],
    ['tags', 'list', false],
    ['retry', 'group', false],
    ['headers', 'map', false],
  ]);
});

test('pointers of nested fields are escaped as RFC 6901 wants', () => {
  expect(fieldsOf(SCHEMA.properties!['retry']!, {}, '/retry')[0]?.pointer).toBe('/retry/a~1b');
});

test('choices show their titles', () => {
  expect(choicesOf(SCHEMA.properties!['style']!)).toEqual([
    { value: 'a', label: 'Style A' },
    { value: 'b', label: 'b' },
  ]);
});

test('defaults are filled in, stored values win, a needed choice starts with the first', () => {
  expect(initialValues(SCHEMA, { batch: 7 })).toMatchObject({ batch: 7, mode: 'structured', retry: {} });
  expect(initialValues(SCHEMA)).toMatchObject({ batch: 500 });
});

test('what nobody filled in is not sent', () => {
  expect(cleanValues(SCHEMA, { url: 'https://x.y', region: '', tags: [], batch: NaN, retry: { 'a/b': '' } })).toEqual({ url: 'https://x.y' });
});

test('pairs of names and values lose those without a name, and a kept one stays kept', () => {
  expect(cleanValues(SCHEMA, { headers: { 'x-key': 'abc', '': '' } })).toEqual({ headers: { 'x-key': 'abc' } });
  expect(cleanValues(SCHEMA, { headers: KEPT })).toEqual({ headers: KEPT });
});

test('each field is marked with its own fault', () => {
  expect(faultsOf(SCHEMA, { url: 'nonsense', secret: 'short', batch: 1.5, region: 'de', tags: ['1', '2', '3'] })).toEqual({
    '/url': 'notUri',
    '/secret': 'tooShort',
    '/mode': 'required',
    '/batch': 'notInteger',
    '/region': 'pattern',
    '/tags': 'tooLong',
  });
  expect(faultsOf(SCHEMA, { url: 'https://x.y', secret: KEPT, mode: 'binary', batch: 1001 })).toEqual({ '/batch': 'tooLarge' });
});

test("a field is labelled in the reader's language, and in English where the connector has no other", () => {
  const schema: JsonSchema = { title: 'Address', description: 'Where to.', translations: { de: { title: 'Adresse' } } };
  expect(spoken(schema, 'de')).toMatchObject({ title: 'Adresse', description: 'Where to.' });
  expect(spoken(schema, 'en')).toMatchObject({ title: 'Address' });
});

const SIGN_IN: JsonSchema = {
  type: 'object',
  required: ['url'],
  properties: {
    url: { type: 'string' },
    auth: { enum: ['token', 'jwt', 'refresh'], default: 'token', group: 'Sign-in', translations: { de: { group: 'Anmeldung' } } },
    token: { type: 'string', writeOnly: true, group: 'Sign-in', when: { auth: 'token' } },
    key: { type: 'string', writeOnly: true, group: 'Sign-in', when: { auth: ['jwt', 'refresh'] } },
    list: { type: 'string', group: 'Audience' },
  },
  allOf: [{ if: { properties: { auth: { enum: ['jwt', 'refresh'] } }, required: ['auth'] }, then: { required: ['key'] }, else: { required: ['token'] } }],
};

test('a field that belongs to another choice is not shown, not missed and not sent', () => {
  const shown = (values: Record<string, unknown>) => fieldsOf(SIGN_IN, values).map((f) => (f.required ? `${f.name}!` : f.name));
  expect(shown({})).toEqual(['url!', 'auth', 'token!', 'list']);
  expect(shown({ auth: 'jwt' })).toEqual(['url!', 'auth', 'key!', 'list']);
  expect(faultsOf(SIGN_IN, { url: 'x', auth: 'refresh', token: 'left over' })).toEqual({ '/key': 'required' });
  expect(cleanValues(SIGN_IN, { url: 'x', auth: 'refresh', token: 'left over', key: 'k' })).toEqual({ url: 'x', auth: 'refresh', key: 'k' });
});

test('fields stand under their headings, in the order of the schema', () => {
  expect(groupsOf(fieldsOf(SIGN_IN, {})).map((g) => [g.name, g.fields.map((f) => f.name)])).toEqual([
    [undefined, ['url']],
    ['Sign-in', ['auth', 'token']],
    ['Audience', ['list']],
  ]);
  expect(spoken(SIGN_IN.properties!['auth']!, 'de').group).toBe('Anmeldung');
});

const forms = Object.entries(connectors).filter(([, schema]) => schema.properties);

test.skipIf(forms.length === 0).each(forms)('%s says every word in German too', (_, schema) => {
  const words = (s: JsonSchema) => (['title', 'description', 'enumDescriptions', 'group'] as const).filter((word) => s[word] !== undefined);
  const oneSided = Object.entries(schema.properties ?? {}).filter(([, p]) => words(p).join() !== words(p.translations?.['de'] ?? {}).join());
  expect(oneSided.map(([name]) => name)).toEqual([]);
});

test.skipIf(forms.length === 0).each(forms)('%s has patterns that browsers understand, and conditions on settings that exist', (_, schema) => {
  for (const property of Object.values(schema.properties ?? {})) {
    expect(() => new RegExp(property.pattern ?? '', 'u')).not.toThrow();
    expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(property.when ?? {})));
  }
});
