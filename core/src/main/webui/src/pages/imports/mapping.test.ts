import { expect, test } from 'vitest';
import type { Mapping } from '../../api/sources';
import { assign, faultsOf, nameFor, toDraft, toMapping } from './mapping';

const COLUMNS = ['CustomerID', 'Country', 'InvoiceNo', 'InvoiceDate', 'Quantity', 'UnitPrice', 'Description', 'Unused'];
const MAPPING: Mapping = {
  identities: { customer_id: 'CustomerID' },
  traits: { country: 'Country' },
  consents: {},
  event: {
    name: 'Order Completed',
    refund: 'Order Refunded',
    at: 'InvoiceDate',
    atFormat: '%Y%m%d',
    messageId: null,
    orderRef: 'InvoiceNo',
    item: null,
    category: null,
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
    amount: null,
    properties: { description: 'Description' },
  },
  options: { identicalRows: 'keep' },
};

test('a mapping survives the editor unchanged', () => {
  expect(toMapping(toDraft(MAPPING, COLUMNS))).toEqual(MAPPING);
});

test('every column of the file has a place, in the order of the file', () => {
  expect(toDraft(MAPPING, COLUMNS).uses.map((u) => u.column)).toEqual(COLUMNS);
});

test('an event name taken from a column survives too', () => {
  const mapping = { ...MAPPING, event: { ...MAPPING.event!, name: { column: 'Unused' } } };
  expect(toMapping(toDraft(mapping, COLUMNS)).event?.name).toEqual({ column: 'Unused' });
});

test('only one column can be the time: the second takes it from the first', () => {
  const draft = assign(toDraft(MAPPING, COLUMNS), 7, 'at');
  expect(toMapping(draft).event?.at).toBe('Unused');
  expect(draft.uses.find((u) => u.column === 'InvoiceDate')?.role).toBe('ignore');
});

test('a file without identity or without time is named as such before it is sent', () => {
  const draft = toDraft({ event: { name: 'Order Completed' } }, COLUMNS);
  expect(faultsOf(draft)).toEqual(['noIdentity', 'noTime']);
  expect(faultsOf(toDraft(MAPPING, COLUMNS))).toEqual([]);
});

test('column names become names in our style', () => {
  expect(nameFor('CustomerID')).toBe('customer_id');
  expect(nameFor(' Straße & Nr. ')).toBe('straße_nr');
});
