import type { Bilingual } from './catalogue';
import { get, post, put, remove, type Page } from './http';

export type ModelKind = 'clustering' | 'prediction';

export interface Model {
  id: number;
  name: string;
  kind: ModelKind;
  features: string[];
  target?: { event?: string; trait?: string; value?: unknown; withinDays?: number } | null;
  segment?: number | null;
  schedule?: Schedule | null;
  champion: number | null;
  state?: string;
  lastTrainedAt?: string | null;
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
  size: number;
  share: number;
  features: { name: string; mean: number; overall: number; deviation: number }[];
  sentence: Bilingual;
}

export interface ClusterReport {
  k: number;
  candidates: { k: number; silhouette: number }[];
  silhouette: number;
  word: Word;
  clusters: Cluster[];
  projection: { points: [number, number, number][]; explained: [number, number] };
  migration: number[][] | null;
  provenance: Record<string, unknown>;
}

export interface PredictionReport {
  target: unknown;
  window: { trainTo?: string; decisionAt?: string; labelTo?: string };
  rows: { train: number; test: number };
  baseRate: number;
  auc: number;
  prAuc: number;
  brier: number;
  word: Word;
  reason: string | Bilingual;
  roc: [number, number][];
  precisionRecall: [number, number][];
  lift: { decile: number; lift: number; rate: number; from: number; to: number }[];
  calibration: [number, number, number][];
  confusion: { threshold: number; tp: number; fp: number; tn: number; fn: number };
  features: { name: string; weight: number }[];
  learner: string;
  candidates: unknown[];
  checks: { code: string; sentence: string | Bilingual; severity: 'info' | 'warning' | 'error' | (string & {}) }[];
  provenance: Record<string, unknown>;
}

export interface ModelDraft {
  name: string;
  kind: ModelKind;
  features: string[];
  target: Model['target'];
  segment: number | null;
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
