import { expect, test } from 'vitest';
import type { Condition } from '../../../api/condition';
import { definitionOf, fromJson, group, isComplete, isWhole, leaf, replace, toJson, type Group } from './draft';

const TREE: Condition = {
  all: [
    { trait: 'country', op: 'in', values: ['DE', 'AT'] },
    { trait: 'birthday', op: 'before', value: { ago: 'P18Y' }, ifMissing: true },
    {
      any: [
        {
          event: 'Order Completed',
          measure: 'orders',
          op: 'at-least',
          value: 2,
          within: { last: 'P30D' },
          where: [{ property: 'category', op: 'in', values: ['shoes'] }],
        },
        {
          none: [
            { segment: 12, member: true },
            { cluster: 5, in: [0, 2] },
          ],
        },
      ],
    },
    { score: 7, op: 'at-least', value: 0.6 },
    { score: 7, top: 0.1 },
  ],
};

test('a condition tree of every kind survives the builder unchanged', () => {
  expect(toJson(fromJson(TREE))).toEqual(TREE);
});

test('a single condition is shown inside a group, because the builder always starts with one', () => {
  expect(toJson(fromJson({ segment: 3 }))).toEqual({ all: [{ segment: 3 }] });
});

test('the group around a single condition is not saved, so opening and saving changes nothing', () => {
  expect(definitionOf(fromJson({ cluster: 5, in: [0] }))).toEqual({ cluster: 5, in: [0] });
  expect(definitionOf(fromJson({ none: [{ segment: 3 }] }))).toEqual({ none: [{ segment: 3 }] });
  expect(definitionOf(fromJson(TREE))).toEqual(TREE);
});

test('what says nothing is left out', () => {
  const node = leaf({ trait: 'country', op: 'exists', ifMissing: false, value: undefined } as never);
  expect(toJson(node)).toEqual({ trait: 'country', op: 'exists' });
  expect(toJson(leaf({ event: 'x', op: 'at-least', value: 1, where: [] }))).toEqual({ event: 'x', op: 'at-least', value: 1 });
});

test('a condition without its value is not complete, and neither is the tree around it', () => {
  expect(isComplete({ trait: 'country', op: 'equals', value: '' })).toBe(false);
  expect(isComplete({ trait: 'country', op: 'in', values: [] })).toBe(false);
  expect(isComplete({ trait: 'country', op: 'missing' })).toBe(true);
  expect(isComplete({ event: 'Order Completed', op: 'at-least', value: 0 })).toBe(true);
  expect(isComplete({ cluster: 5, in: [] })).toBe(false);
  expect(isWhole(fromJson(TREE))).toBe(true);
  expect(isWhole(group('any', [group('all', [leaf({ segment: 0 })])]))).toBe(false);
});

test('replacing and removing reaches nested groups and leaves the rest alone', () => {
  const root = fromJson(TREE);
  const nested = root.children[2] as Group;
  const target = nested.children[1]!;
  expect(toJson(replace(root, target.id, () => null))).toEqual({
    all: [TREE.all[0], TREE.all[1], { any: [(TREE.all[2] as { any: Condition[] }).any[0]] }, TREE.all[3], TREE.all[4]],
  });
  const changed = replace(root, nested.id, (node) => ({ ...(node as Group), op: 'none' }));
  expect(Object.keys(toJson(changed.children[2]!))).toEqual(['none']);
  expect(changed.children[0]).toBe(root.children[0]);
});
