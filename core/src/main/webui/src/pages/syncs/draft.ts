import type { Connector } from '../../api/destinations';
import type { Sync, SyncDraft, SyncMode, SyncTrigger } from '../../api/syncs';

export const CRONS = { hourly: '0 0 * * * ?', daily: '0 0 6 * * ?', weekly: '0 0 6 ? * MON' } as const;

/** A cron expression in words where it is one of ours. */
export const scheduleWord = (cron: string, words: Record<string, string>): string => {
  const preset = Object.entries(CRONS).find(([, ours]) => ours === cron)?.[0];
  return (preset && words[preset]) ?? cron;
};

/** A person can be in one of several audiences only where whoever leaves is taken out. */
export const canShare = (draft: SyncDraft) => draft.mode === 'mirror' && (draft.deleteBehaviour === 'remove-from-audience' || draft.deleteBehaviour === 'delete');

/** Whoever is not told is gone, so that is what the sync has to want, and the destination has to take everybody at once. */
export const canTellEverybody = (draft: SyncDraft, connector: Connector | undefined) =>
  draft.mode === 'mirror' && draft.deleteBehaviour === 'remove-from-audience' && can(connector, 'FULL_REPLACE');

/** The same draft, without what no longer goes with the rest of it. */
export function settled(draft: SyncDraft, connector: Connector | undefined): SyncDraft {
  const told = canTellEverybody(draft, connector) ? draft.told : 'changes';
  return { ...draft, told, ...(told === 'everybody' && draft.trigger === 'segment' ? { trigger: 'schedule', schedule: { cron: CRONS.daily, zone: localZone() } } : {}) };
}

export const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Triggers that wait for something else to end. */
export const isUpstream = (trigger: SyncTrigger) => trigger === 'import' || trigger === 'model' || trigger === 'sync';

export const MODES: SyncMode[] = ['mirror', 'add', 'upsert', 'update', 'insert', 'remove'];

export const emptyDraft = (segments: number[], destination: number): SyncDraft => ({
  name: '',
  segments,
  destination,
  mode: 'mirror',
  deleteBehaviour: 'remove-from-audience',
  told: 'changes',
  matchKey: '',
  fallbackKeys: [],
  mapping: { fields: [] },
  audience: {},
  purpose: 'marketing',
  holdout: 0,
  schedule: null,
  guard: { removalShare: 0.2, removalRows: 100 },
  trigger: 'segment',
  after: [],
  group: null,
});

/** Only what may be sent back: the server refuses keys it does not know. */
export const draftOf = (sync: Sync): SyncDraft => ({
  name: sync.name,
  segments: sync.segments,
  destination: sync.destination,
  mode: sync.mode,
  deleteBehaviour: sync.deleteBehaviour,
  told: sync.told ?? 'changes',
  matchKey: sync.matchKey,
  fallbackKeys: sync.fallbackKeys ?? [],
  mapping: { fields: sync.mapping?.fields ?? [] },
  audience: sync.audience ?? {},
  purpose: sync.purpose ?? null,
  holdout: sync.holdout ?? 0,
  schedule: sync.schedule ?? null,
  guard: sync.guard ?? { removalShare: 0.2, removalRows: 100 },
  trigger: sync.trigger,
  after: sync.after ?? [],
  group: sync.group ?? null,
});

export const can = (connector: Connector | undefined, capability: string) => !!connector?.capabilities.some((c) => c.toUpperCase().replaceAll('-', '_') === capability);

/** Which modes this connector can keep; the rest are shown, greyed, so that nobody looks for them. */
export function offers(connector: Connector | undefined, mode: SyncMode): boolean {
  if (!connector) return true;
  switch (mode) {
    case 'mirror':
      return (can(connector, 'ADD') && can(connector, 'REMOVE')) || can(connector, 'UPSERT_FIELDS') || can(connector, 'FULL_REPLACE');
    case 'add':
      return can(connector, 'ADD');
    case 'remove':
      return can(connector, 'REMOVE');
    default:
      return can(connector, 'UPSERT_FIELDS');
  }
}

export type Step = 'segment' | 'destination' | 'match' | 'mapping' | 'mode' | 'schedule' | 'safety';
export const STEPS: Step[] = ['segment', 'destination', 'match', 'mapping', 'mode', 'schedule', 'safety'];

export function isDone(step: Step, draft: SyncDraft, audienceFaults: number): boolean {
  switch (step) {
    case 'segment':
      return draft.segments.length > 0;
    case 'destination':
      return draft.destination > 0 && audienceFaults === 0;
    case 'match':
      return draft.matchKey !== '';
    case 'mapping':
      return draft.mapping.fields.every((f) => f.to.trim() !== '' && (f.from != null || f.constant != null || !!f.template?.trim()));
    case 'mode':
      return true;
    case 'schedule':
      return isUpstream(draft.trigger) ? draft.after.length > 0 : draft.trigger !== 'schedule' || !!draft.schedule?.cron;
    case 'safety':
      return draft.holdout >= 0 && draft.holdout < 1 && (draft.group === null || (draft.group.name.trim() !== '' && draft.group.rank >= 1));
  }
}
