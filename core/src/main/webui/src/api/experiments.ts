import type { Bilingual } from './catalogue';
import { all, get, post, remove, type Page } from './http';

export type Measure = 'rate' | 'count' | 'amount';

export const MEASURES: readonly Measure[] = ['rate', 'count', 'amount'];

/** An estimate with the limits that hold the true value 95 times of 100. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface Outcome {
  event: string;
  withinDays: number;
  measure: Measure;
}

export interface ExperimentDraft {
  name: string;
  sync?: number;
  treatedSegment?: number;
  heldOutSegment?: number;
  heldOutShare?: number;
  outcome: Outcome;
  startedAt?: string;
}

export interface Group {
  people: number;
  measured: number;
  immature: number;
  /** absent where no sync tells */
  reached: number | null;
  did: number;
  mean: number;
}

export interface Effect {
  difference: Interval;
  uplift: Interval | null;
  pValue: number;
  detectable: number;
  more: number | null;
}

export type Verdict = 'raises' | 'lowers' | 'not-shown' | 'too-early' | 'not-to-be-trusted';

export interface ExperimentReport {
  asOf: string;
  treated: Group;
  heldOut: Group;
  sampleRatio: { expected: number; observed: number; pValue: number; alarm: boolean };
  effect: Effect | null;
  reachedOnly: { people: number; share: number; compared: Interval; perReached: Interval | null; sentence: Bilingual } | null;
  course: { day: number; effect: Interval }[];
  verdict: { word: Verdict; sentence: Bilingual };
  notes: { code: string; sentence: Bilingual }[];
}

export interface Experiment {
  id: number;
  name: string;
  sync: number | null;
  treatedSegment: number | null;
  heldOutSegment: number | null;
  heldOutShare: number;
  outcome: Outcome;
  startedAt: string;
  endedAt: string | null;
  enrolled: { treated: number; heldOut: number };
  /** not in lists */
  report?: ExperimentReport;
}

export const experiments = {
  list: (cursor?: string) => get<Page<Experiment>>('/experiments', { limit: 50, cursor }),
  all: () => all<Experiment>('/experiments'),
  one: (id: number) => get<Experiment>(`/experiments/${id}`),
  create: (draft: ExperimentDraft) => post<Experiment>('/experiments', draft),
  end: (id: number) => post<Experiment>(`/experiments/${id}:end`),
  remove: (id: number) => remove(`/experiments/${id}`),
};
