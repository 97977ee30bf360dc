import { expect, test } from 'vitest';
import { markOf } from './mark';

const groups = (n: number) => Array.from({ length: n }, () => ({}));

test('up to eight groups can be told apart without colour', () => {
  const shapes = groups(8).map((_, i, all) => markOf(all, i).shape);
  expect(new Set(shapes).size).toBe(8);
});

test('more groups than colours still look different', () => {
  const looks = groups(20).map((_, i, all) => `${markOf(all, i).css} ${markOf(all, i).shape}`);
  expect(new Set(looks).size).toBe(20);
});

test('those in no group take no group its colour', () => {
  const marks = [{}, { noise: true }].map((_, i, all) => markOf(all, i));
  expect(marks.map((m) => m.color)).toEqual([0, null]);
});
