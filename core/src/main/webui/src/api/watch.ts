import type { Bilingual } from './catalogue';
import { get, post } from './http';

export type WatchState = 'steady' | 'drifting' | 'worse' | 'unknown';

/** `psi` is the population stability index; `surely` says that chance is ruled out, `drifts` that it also matters. */
export interface Drift {
  name: string;
  label: Bilingual;
  psi: number;
  ks: number | null;
  wasserstein: number | null;
  pValue: number;
  surely: boolean;
  drifts: boolean;
}

export interface Performance {
  decision: string;
  customers: number;
  positives: number;
  auc: number;
  aucError: number;
  aucThen: number;
  brier: number;
  foreseen: number;
  rate: number;
  worse: boolean;
}

/** `from` to `to` holds the true share nineteen times in twenty. */
export interface Share {
  share: number;
  from: number;
  to: number;
  of: number;
}

export interface Fairness {
  trait: string;
  threshold: number;
  word: 'even' | 'uneven' | 'unclear';
  reason: Bilingual;
  groups: { value: string; customers: number; tooSmall: boolean; selected: Share; found: Share | null; foreseen: number | null; came: Share | null }[];
}

export interface Look {
  version: number;
  look: number;
  at: string;
  asOf: string;
  customers: number;
  compared: number;
  alpha: number;
  state: WatchState;
  sentence: Bilingual;
  features: Drift[];
  scores: Drift | null;
  outcomes: Drift | null;
  performance: Performance | null;
  /** when the first outcomes will be known */
  outcomesFrom: string | null;
  newOutcomes: number;
  fairness: Fairness | null;
}

/** One look in a few figures; `features` is the largest index of any of them. */
export interface Point {
  at: string;
  version: number;
  state: WatchState;
  features: number | null;
  scores: number | null;
  outcomes: number | null;
  auc: number | null;
  brier: number | null;
  rate: number | null;
}

export interface Watch {
  latest: Look | null;
  history: Point[];
  floors: { psi: number; auc: number };
}

export const watching = {
  of: (model: number) => get<Watch>(`/models/${model}/watch`),
  look: (model: number) => post<{ run: number }>(`/models/${model}:watch`),
};
