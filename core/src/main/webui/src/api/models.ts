import type { Bilingual } from './catalogue';
import { get, post, put, remove, type Page } from './http';

export type ModelKind = 'clustering' | 'prediction';

export interface Model {
  id: number;
  name: string;
  kind: ModelKind;
  features: string[];
  target?: Target | null;
  segment?: number | null;
  clusters?: number | null;
  /** of a clustering; without it a vote decides */
  method?: ClusterMethod | null;
  distance?: Distance | null;
  schedule?: Schedule | null;
  champion: number | null;
  state: 'untrained' | 'training' | 'ready' | 'failed';
  /** the latest training */
  run?: number | null;
  lastTrainedAt?: string | null;
}

export type Distance = 'euclidean' | 'manhattan' | 'cosine';

export const DISTANCES: readonly Distance[] = ['euclidean', 'manhattan', 'cosine'];

export type ClusterMethod = 'k-means' | 'gaussian-mixture' | 'ward' | 'average' | 'genie' | 'fuzzy-c-means' | 'dbscan' | 'hdbscan';

/** Which distances each method works with, and whether it can be told how many groups to find. */
export const CLUSTER_METHODS: Record<ClusterMethod, { distances: readonly Distance[]; takesNumber: boolean }> = {
  'k-means': { distances: DISTANCES, takesNumber: true },
  'gaussian-mixture': { distances: ['euclidean'], takesNumber: true },
  ward: { distances: ['euclidean', 'cosine'], takesNumber: true },
  average: { distances: DISTANCES, takesNumber: true },
  genie: { distances: DISTANCES, takesNumber: true },
  'fuzzy-c-means': { distances: ['euclidean', 'cosine'], takesNumber: true },
  dbscan: { distances: DISTANCES, takesNumber: false },
  hdbscan: { distances: DISTANCES, takesNumber: false },
};

/** The event within so many days, or with `negate` its absence. */
export interface Target {
  event: string;
  withinDays: number;
  negate?: boolean;
}

export interface Schedule {
  cron: string;
  zone: string;
}

export interface ModelVersion {
  number: number;
  status: 'challenger' | 'champion' | 'retired' | 'refused';
  cause: string;
  createdAt: string;
  metrics: Record<string, number | string | null>;
  decision?: { promoted: boolean; reason: Bilingual } | null;
}

export type Word = 'poor' | 'fair' | 'good' | 'excellent' | (string & {});

export interface Cluster {
  number: number;
  name: Bilingual;
  /** holds those who belong to no group */
  noise?: boolean;
  size: number;
  share: number;
  features: Deviation[];
  sentence: Bilingual;
}

/** `deviation` in standard deviations; `mean` and `overall` in the feature's unit. */
export interface Deviation {
  name: string;
  label?: Bilingual;
  unit?: Unit;
  mean: number;
  overall: number;
  deviation: number;
}

export type Unit = 'days' | 'orders' | 'money' | 'items' | 'share' | 'ratio' | 'events' | 'months' | 'number';

/** `aboveChance` of the silhouette; `stability` and `together` up to 1. */
export interface MethodTried {
  method: ClusterMethod;
  k: number;
  aboveChance: number;
  stability: number;
  together: number;
  noise: number;
  useful: boolean;
}

export interface ClusterReport {
  k: number;
  /** absent in reports from before there was a choice */
  method?: ClusterMethod;
  distance?: Distance;
  /** between which a vote decided, the winner first */
  tried?: MethodTried[];
  choice?: Bilingual | null;
  candidates: { setting?: number; k: number; silhouette: number }[];
  /** share of those who belong to no group; null where the method leaves nobody out */
  noise?: number | null;
  silhouette: number;
  word: Word;
  reason?: Bilingual;
  preparation?: Bilingual[];
  clusters: Cluster[];
  projection: { points: [number, number, number][]; explained: [number, number] };
  migration: number[][] | null;
  provenance: Record<string, unknown>;
}

export interface PredictionReport {
  target: unknown;
  window: { trainTo?: string; decisionAt?: string; labelTo?: string };
  rows: { train: number; test: number; treated?: number; excluded?: number };
  baseRate: number;
  auc: number;
  prAuc: number;
  brier: number;
  word: Word;
  reason: Bilingual;
  preparation?: Bilingual[];
  roc: [number, number][];
  precisionRecall: [number, number][];
  lift: { decile: number; lift: number; rate: number; from: number; to: number; gain?: number }[];
  calibration: [number, number, number][];
  confusion: { threshold: number; tp: number; fp: number; tn: number; fn: number };
  features: { name: string; label?: Bilingual; weight: number; direction?: number }[];
  learner: string;
  candidates: { learner: string; auc: number }[];
  checks: { code: string; sentence: Bilingual; severity: 'info' | 'warning' | 'error' }[];
  provenance: Record<string, unknown>;
}

export interface ModelDraft {
  name: string;
  kind: ModelKind;
  features: string[];
  target: Target | null;
  segment: number | null;
  clusters: number | null;
  method: ClusterMethod | null;
  distance: Distance | null;
  schedule: Schedule | null;
}

export const models = {
  list: () => get<Page<Model>>('/models', { limit: 200 }),
  one: (id: number) => get<Model>(`/models/${id}`),
  create: (model: ModelDraft) => post<Model>('/models', model),
  update: (id: number, model: ModelDraft) => put<Model>(`/models/${id}`, model),
  remove: (id: number) => remove(`/models/${id}`),
  train: (id: number) => post<{ run: number }>(`/models/${id}:train`),
  versions: (id: number) => get<Page<ModelVersion>>(`/models/${id}/versions`),
  report: <R extends ClusterReport | PredictionReport>(id: number, version: number) => get<R>(`/models/${id}/versions/${version}/report`),
  promote: (id: number, version: number) => post<unknown>(`/models/${id}/versions/${version}:promote`),
  rollback: (id: number) => post<unknown>(`/models/${id}:rollback`),
};
