import { afterEach, expect, test, vi } from 'vitest';
import { factFor } from './fact';
import { formatFor } from './format';

const english = formatFor('en');
const german = formatFor('de');
const fact = factFor({ yes: 'ja', no: 'nein' }, german);

afterEach(() => vi.unstubAllEnvs());

test('a day is the same day west of Greenwich', () => {
  vi.stubEnv('TZ', 'America/New_York');
  expect(formatFor('de').date('2026-10-06')).toBe('06.10.2026');
  expect(formatFor('de').date('2026-10-06T02:00:00Z')).toBe('05.10.2026');
});

test('the day at the end of a sentence of the server is said in the language', () => {
  expect(german.sentence('Version v24.0 endete am 2026-10-06.')).toBe('Version v24.0 endete am 06.10.2026.');
  expect(english.sentence('Version v24.0 ended on 2026-10-06.')).toBe('Version v24.0 ended on 6 Oct 2026.');
});

test('a version whose name is a day keeps its name', () => {
  expect(german.sentence('Version 2024-10-15 endet am 2026-10-06.')).toBe('Version 2024-10-15 endet am 06.10.2026.');
});

test('days, times and yes or no are shown the way they are read', () => {
  expect(fact('2011-12-09')).toBe('09.12.2011');
  expect(fact('2011-12-09T12:30:00')).toBe('09.12.2011, 12:30');
  expect(fact(true)).toBe('ja');
});

test('what only looks like a day stays as it is', () => {
  expect(['2011-02-30', '2011-13-01', '2011-12-09-A', '10115', 'Ada'].map(fact)).toEqual(['2011-02-30', '2011-13-01', '2011-12-09-A', '10115', 'Ada']);
  expect(fact(10115)).toBe('10115');
});

test('thousands along an axis are grouped alike', () => {
  expect(['8.000', '12.000']).toEqual([german.compact(8000), german.compact(12_000)]);
  expect(english.compact(8000)).toBe('8k');
});
