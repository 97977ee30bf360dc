import { all, get, post, put, remove, type Page } from './http';
import type { Schedule } from './models';
import type { Problem } from './problem';
import type { Guard, Run } from './runs';

export type SyncMode = 'insert' | 'update' | 'upsert' | 'mirror' | 'add' | 'remove';
export type DeleteBehaviour = 'nothing' | 'clear-fields' | 'remove-from-audience' | 'delete';

/** Who is sent when somebody differs. */
export type Told = 'changes' | 'everybody';

export type SyncTrigger = 'manual' | 'schedule' | 'segment' | 'import' | 'model' | 'sync';

export interface FieldMapping {
  to: string;
  from?: string | null;
  constant?: string | null;
  template?: string | null;
  escape?: 'none' | 'html' | 'url' | null;
  whenMissing?: 'keep' | 'clear' | 'skip' | null;
  setIfEmpty?: boolean | null;
}

export interface SyncDraft {
  name: string;
  segments: number[];
  destination: number;
  mode: SyncMode;
  deleteBehaviour: DeleteBehaviour;
  told: Told;
  matchKey: string;
  fallbackKeys: string[];
  mapping: { fields: FieldMapping[] };
  audience: Record<string, unknown>;
  purpose: string | null;
  holdout: number;
  schedule: Schedule | null;
  guard: { removalShare: number; removalRows: number };
  trigger: SyncTrigger;
  after: number[];
  group: { name: string; rank: number } | null;
}

/** Who is sent under a changed mapping. */
export type Resend = 'all' | 'from-now';

export interface Sync extends SyncDraft {
  id: number;
  state: 'active' | 'paused';
  pausedBecause?: (Problem & { message?: string }) | string | null;
  lastRun?: Run | null;
}

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  rows?: number[];
}

export interface DryRun {
  added: number;
  changed: number;
  removed: number;
  invalid: number;
  skipped: number;
  sample: { profile: number; change: string; identifiers: Record<string, string>; fields: Record<string, unknown>; consent: Record<string, boolean> }[];
  requests: Request[];
  calls: number;
  guard?: Guard | null;
  cannotPreview?: string | null;
}

/** What undoing a run would do. */
export interface DryUndo {
  effect: DryRun;
  changed: number;
  overtaken: number;
  overtakenSample: number[];
}

export interface RejectedRow {
  profile: number;
  identifiers?: Record<string, string>;
  change?: string;
  code?: string;
  message?: string;
  /** One example per cause, of the first row: head, empty line, body. Empty for the others. */
  request: string;
  response: string;
  since?: string;
  run?: number;
}

export interface RejectedGroup {
  state?: 'rejected' | 'invalid' | 'skipped';
  code: string;
  field?: string | null;
  message: string;
  count: number;
  /** How many of them the next run tries again. */
  due?: number;
  nextStep?: string | null;
  sample: RejectedRow[];
}

export interface Rejected {
  groups: RejectedGroup[];
  items: RejectedRow[];
}

export interface TestRow {
  run?: number | null;
  result: string;
  code?: string;
  message?: string;
  field?: string;
  requests: Request[];
}

/** Made, but nobody has said yet that it may deliver. */
export const isNotStarted = (sync: Pick<Sync, 'state' | 'lastRun' | 'pausedBecause'>): boolean => {
  const because = sync.pausedBecause;
  return sync.state === 'paused' && !sync.lastRun && (typeof because === 'string' ? because : because?.code) === 'PAUSED_BY_HAND';
};

export const shownState = (sync: Sync): string => (isNotStarted(sync) ? 'not-started' : sync.state);

export const syncs = {
  list: () => all<Sync>('/syncs'),
  one: (id: number) => get<Sync>(`/syncs/${id}`),
  create: (sync: SyncDraft) => post<Sync>('/syncs', sync),
  update: (id: number, sync: SyncDraft & { resend?: Resend }) => put<Sync>(`/syncs/${id}`, sync),
  remove: (id: number) => remove(`/syncs/${id}`),
  dryRun: (id: number) => post<DryRun>(`/syncs/${id}:dry-run`),
  testRow: (id: number, profile: number) => post<TestRow>(`/syncs/${id}:test-row`, { profile }),
  run: (id: number, confirmRemovals = false) => post<{ run: number }>(`/syncs/${id}:run`, { confirmRemovals }),
  pause: (id: number) => post<Sync>(`/syncs/${id}:pause`),
  resume: (id: number) => post<Sync>(`/syncs/${id}:resume`),
  resync: (id: number) => post<{ run: number }>(`/syncs/${id}:resync`),
  dryUndo: (id: number, run: number) => post<DryUndo>(`/syncs/${id}:undo-dry-run`, { run }),
  undo: (id: number, run: number) => post<{ run: number }>(`/syncs/${id}:undo`, { run }),
  runs: (id: number, cursor?: string) => get<Page<Run>>(`/syncs/${id}/runs`, { limit: 20, cursor }),
  rejected: (id: number, limit = 50) => get<Rejected>(`/syncs/${id}/rejected`, { limit }),
  retry: (id: number, which: { code?: string; field?: string; profiles?: number[] }) => post<{ rows: number; run: number }>(`/syncs/${id}/rejected:retry`, which),
};
