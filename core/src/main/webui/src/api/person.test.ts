import { expect, test } from 'vitest';
import { glance, isSent, nameOf, tellingFirst } from './person';

const mail = { namespace: 'email', value: 'ada@example.org' };
const number = { namespace: 'customer_id', value: 'C1' };

test('a customer is called by name where it is known', () => {
  expect(nameOf({ identities: [mail], traits: { first_name: 'Ada', last_name: ' Lovelace ' } })).toBe('Ada Lovelace');
  expect(nameOf({ identities: [mail], traits: { last_name: 'Lovelace' } })).toBe('Lovelace');
  expect(nameOf({ identities: [mail], traits: { name: 'Ada' } })).toBe('Ada');
});

test('else by the identifier that says most, whatever its place in the list', () => {
  expect(nameOf({ identities: [{ namespace: 'anonymous_id', value: 'a1' }, number, mail], traits: { first_name: '' } })).toBe('ada@example.org');
  expect(nameOf({ identities: [{ namespace: 'anonymous_id', value: 'a1' }], traits: {} })).toBe('a1');
  expect(nameOf({ identities: [], traits: {} })).toBeUndefined();
});

test('identifiers come in the order in which they tell something to people', () => {
  const cookie = { namespace: 'anonymous_id', value: 'a1' };
  expect(tellingFirst([cookie, number, mail])).toEqual([mail, number, cookie]);
});

test('of several identifiers of a kind the first is marked as the one that is sent', () => {
  const former = { namespace: 'email', value: 'ada@example.com' };
  expect([mail, former, number].map((i) => isSent(i, [mail, former, number]))).toEqual([true, false, false]);
});

test('the facts beside the name do not repeat it', () => {
  expect(glance({ first_name: 'Ada', city: 'London', zip: 'W1' }, 1)).toEqual([['city', 'London']]);
});
