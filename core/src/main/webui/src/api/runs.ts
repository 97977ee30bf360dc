import { get, type Page } from './http';
import type { Searching } from './models';
import type { Problem } from './problem';

export type RunState = 'queued' | 'running' | 'completed' | 'completed-with-errors' | 'failed' | 'cancelled' | 'paused';
export type RunKind = 'sync' | 'import' | 'training' | 'duplicates' | 'look' | 'reproduction';

export interface Tally {
  accepted: number;
  rejected: number;
}

export interface RunCounts {
  added: Tally;
  changed: Tally;
  removed: Tally;
  skipped: number;
  invalid: number;
  requests: number;
}

/** Why a run stopped before it touched anyone: the numbers a person needs to decide. */
export interface Guard {
  reason: string;
  acknowledged: number;
  removals: number;
  wanted: number;
  detail?: string;
}

export interface Run {
  id: number;
  kind: RunKind;
  subject: number;
  state: RunState;
  trigger?: string;
  startedAt: string | null;
  finishedAt: string | null;
  waitingUntil?: string | null;
  counts?: RunCounts | null;
  progress?: { done?: number; total?: number | null; phase?: string; found?: Searching } | null;
  problem?: Problem | null;
  guard?: Guard | null;
  /** what came of it, by kind */
  result?: unknown;
}

/** Nothing more happens to such a run unless a person acts. */
const FINAL: ReadonlySet<RunState> = new Set(['completed', 'completed-with-errors', 'failed', 'cancelled', 'paused']);

export const NO_TALLY: Tally = { accepted: 0, rejected: 0 };

export const isFinal = (state: RunState) => FINAL.has(state);

export const runs = {
  list: (query: { kind?: RunKind; sync?: number; limit?: number; cursor?: string } = {}) => get<Page<Run>>('/runs', query),
  one: (id: number) => get<Run>(`/runs/${id}`),
};
