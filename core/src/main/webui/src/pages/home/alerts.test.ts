import { expect, test } from 'vitest';
import type { Import } from '../../api/sources';
import type { Sync } from '../../api/syncs';
import { en } from '../../i18n/en';
import { alertsOf } from './alerts';

const sync = (id: number, more: Partial<Sync>) => ({ id, name: `S${id}`, state: 'active', lastRun: null, ...more }) as Sync;
const file = (id: number, source: number, state: string) => ({ id, source, state, filename: `f${id}.csv` }) as Import;
const none = new Map<number, number>();

test('a calm house has no alerts', () => {
  expect(alertsOf([sync(1, {})], none, [file(1, 1, 'completed')], [], en)).toEqual([]);
});

test('what stops comes before what merely went wrong', () => {
  const paused = sync(2, { state: 'paused', pausedBecause: { status: 0, code: 'CREDENTIALS_REJECTED' } });
  const alerts = alertsOf([sync(1, {}), paused], new Map([[1, 7]]), [], [], en);
  expect(alerts.map((a) => [a.tone, a.to])).toEqual([
    ['bad', '/syncs/2'],
    ['warn', '/syncs/1/rejected'],
  ]);
});

test('a sync that nobody started yet is no alarm; one that somebody paused is', () => {
  const paused = { state: 'paused', pausedBecause: { status: 0, code: 'PAUSED_BY_HAND' } } as Partial<Sync>;
  expect(alertsOf([sync(1, paused)], none, [], [], en)).toEqual([]);
  const ran = { id: 9, state: 'completed' } as Sync['lastRun'];
  expect(alertsOf([sync(1, { ...paused, lastRun: ran ?? null })], none, [], [], en)).toHaveLength(1);
});

test('rows that stand refused alert even when the last run had nothing to do', () => {
  const idle = { id: 9, state: 'completed', counts: { added: { accepted: 0, rejected: 0 } } } as Sync['lastRun'];
  expect(alertsOf([sync(1, { lastRun: idle ?? null })], new Map([[1, 3]]), [], [], en)[0]?.title).toContain('3 rows');
});

test('a later good import of the same source takes a failure away', () => {
  expect(alertsOf([], none, [file(5, 1, 'failed'), file(6, 1, 'completed')], [], en)).toEqual([]);
  expect(alertsOf([], none, [file(5, 1, 'failed'), file(6, 2, 'completed')], [], en)).toHaveLength(1);
});
