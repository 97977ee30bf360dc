import { expect, test } from 'vitest';
import { de } from './de';
import { en } from './en';

type Leaves = Map<string, unknown>;

function leavesOf(tree: unknown, path = '', found: Leaves = new Map()): Leaves {
  if (typeof tree === 'object' && tree !== null) for (const [key, value] of Object.entries(tree)) leavesOf(value, `${path}/${key}`, found);
  else found.set(path, tree);
  return found;
}

const english = leavesOf(en);
const german = leavesOf(de);

test('both languages say the same things: not one key more or less', () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

test('a phrase with blanks takes the same number of fillings in both languages', () => {
  const different = [...english].filter(([key, value]) => typeof value === 'function' && value.length !== (german.get(key) as () => string).length);
  expect(different.map(([key]) => key)).toEqual([]);
});

test('nothing is left empty', () => {
  const empty = [...english, ...german].filter(([, value]) => value === '').map(([key]) => key);
  expect(empty).toEqual([]);
});
