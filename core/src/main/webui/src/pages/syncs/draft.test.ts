import { expect, test } from 'vitest';
import type { Connector } from '../../api/destinations';
import { draftOf, emptyDraft, isDone, offers, settled, STEPS } from './draft';

const connector = (...capabilities: string[]) => ({ capabilities }) as Connector;

test('a destination that only adds offers no mirror, no removal and no fields', () => {
  expect(['mirror', 'add', 'upsert', 'remove'].map((m) => offers(connector('ADD'), m as never))).toEqual([false, true, false, false]);
  expect(offers(connector('ADD', 'REMOVE'), 'mirror')).toBe(true);
});

test('capabilities are understood in both spellings', () => {
  expect(offers(connector('upsert-fields'), 'upsert')).toBe(true);
  expect(offers(connector('UPSERT_FIELDS'), 'upsert')).toBe(true);
});

test('an empty draft waits for a segment, a destination and a match key', () => {
  const draft = emptyDraft([], 0);
  expect(STEPS.filter((s) => !isDone(s, draft, 0))).toEqual(['segment', 'destination', 'match']);
});

test('a mapping row without its target or source is not done', () => {
  const draft = { ...emptyDraft([1], 2), mapping: { fields: [{ to: '', from: 'email' }] } };
  expect(isDone('mapping', draft, 0)).toBe(false);
  expect(isDone('mapping', { ...draft, mapping: { fields: [{ to: 'Mail', constant: '' }] } }, 0)).toBe(true);
});

test('what the server added to a sync is not sent back to it', () => {
  const sync = { ...emptyDraft([1], 2), id: 9, state: 'active' as const, pausedBecause: null, lastRun: null };
  expect(Object.keys(draftOf(sync)).sort()).toEqual(Object.keys(emptyDraft([1], 2)).sort());
});

test('everybody is told only by a mirror that removes, at a destination that can, and not with every change', () => {
  const draft = { ...emptyDraft([1], 2), told: 'everybody' as const };
  const able = connector('ADD', 'REMOVE', 'FULL_REPLACE');
  expect(settled(draft, able)).toMatchObject({ told: 'everybody', trigger: 'schedule', schedule: { cron: '0 0 6 * * ?' } });
  expect(settled({ ...draft, trigger: 'manual' }, able)).toMatchObject({ told: 'everybody', trigger: 'manual', schedule: null });
  expect(settled(draft, connector('ADD', 'REMOVE')).told).toBe('changes');
  expect(settled({ ...draft, mode: 'add' }, able).told).toBe('changes');
  expect(settled({ ...draft, deleteBehaviour: 'nothing' }, able).told).toBe('changes');
});
