import type { Bilingual } from './catalogue';
import type { Interval } from './experiments';
import { all, call, download, get, post, put, remove, type Page } from './http';

export type ModelKind = 'clustering' | 'prediction' | 'value' | 'uplift' | 'external';

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
  /** of a clustering or a prediction: what replaces columns of numbers; without it nothing does */
  components?: Components | null;
  /** of a prediction; without it learners are set as usual */
  search?: Search | null;
  automaticFeatures?: boolean;
  schedule?: Schedule | null;
  retraining: Retraining;
  /** the trait across which it should treat customers alike */
  sensitive?: string | null;
  champion: number | null;
  state: 'untrained' | 'training' | 'ready' | 'failed';
  /** while the version in use cannot score: since when, and the code of what stands in the way */
  silence?: { since: string; code: string } | null;
  /** the latest training */
  run?: number | null;
  lastTrainedAt?: string | null;
}

export type Target = EventTarget | TraitTarget | ExperimentTarget;

export type SearchMethod = 'bayesian' | 'random' | 'grid';

export const SEARCH_METHODS: readonly SearchMethod[] = ['bayesian', 'random', 'grid'];

export interface Search {
  method: SearchMethod;
  minutes: number;
}

/** What was set otherwise than usual. */
export type Setting = Record<string, number>;

export interface Candidate {
  learner: string;
  setting?: Setting;
  auc: number;
}

/** What a search tells while it runs. */
export interface Searching {
  tried: number;
  latest: Candidate;
  best: Candidate;
}

export type Distance = 'euclidean' | 'manhattan' | 'cosine';

/** How many components; `auto` for as many as tell nearly all. */
export type Components = 'auto' | number;

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
export interface EventTarget {
  event: string;
  withinDays: number;
  negate?: boolean;
  /** Of what it is about. */
  category?: string;
  /** Money that all of them come to. */
  atLeast?: number;
}

/** That a trait has a value. */
export interface TraitTarget {
  trait: string;
  value: TraitValue;
}

/** What sending changed in an experiment. */
export interface ExperimentTarget {
  experiment: number;
}

export type TraitValue = string | number | boolean;

/** A score and its parts: `usual`, all points and the rest together are the score. */
export interface Reasons {
  version: number;
  method: 'linear' | 'tree-shap' | 'kernel-shap' | 'lime';
  /** what score, usual, points and rest count in */
  scale: 'probability' | 'money';
  score: number;
  usual: number;
  parts: { name: string; label: Bilingual; value: Bilingual; points: number; sentence: Bilingual }[];
  rest: number;
}

/** In one group and not in another; weights below 0 speak for the other. */
export interface Contrast {
  version: number;
  cluster: number;
  against: number;
  sentence: Bilingual;
  /** weight of what does not depend on the customer */
  rest: number;
  parts: { name: string; label: Bilingual; value: Bilingual; weight: number; sentence: Bilingual }[];
}

/** What the data say that a person should know before trusting a model. */
export interface Check {
  code: string;
  sentence: Bilingual;
  severity: 'info' | 'warning' | 'error';
}

/** When it learns again besides its schedule, from which time, and what becomes of a better version. */
export interface Retraining {
  onDrift: boolean;
  onImport: boolean;
  onOutcomes: number | null;
  strategy: 'all' | 'sliding' | 'same' | null;
  windowDays: number | null;
  action: 'promote' | 'challenger' | null;
  margin: number | null;
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

/** One component of columns of numbers; `loading` is a correlation with it. */
export interface ComponentNotes {
  number: number;
  explained: number;
  loadings: { name: string; label: Bilingual; loading: number }[];
  sentence: Bilingual;
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
  /** what replaced columns of numbers before distances were measured */
  components?: ComponentNotes[];
  clusters: Cluster[];
  projection: { points: [number, number, number][]; explained: [number, number] };
  /** who is near whom; absent in reports from before it was drawn */
  neighbourhood?: { points: [number, number, number][]; kept: number; keptByDirections: number };
  migration: number[][] | null;
  provenance: Record<string, unknown>;
}

/** How much a model leans on a feature: its share of all; `direction` 1 where more of it goes with higher scores. */
export interface FeatureWeight {
  name: string;
  label?: Bilingual;
  weight: number;
  direction?: number;
}

export interface PredictionReport {
  target: unknown;
  /** absent where a trait is foretold: then it was judged on customers left out in turn */
  window?: { trainTo?: string; decisionAt?: string; labelTo?: string } | null;
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
  features: FeatureWeight[];
  learner: string;
  candidates: Candidate[];
  /** what it learned from in place of columns of numbers */
  components?: ComponentNotes[];
  checks: Check[];
  provenance: Record<string, unknown>;
}

/** What was foreseen of all customers together and what came; `ownRate` if everybody went on as before. */
export interface Compared {
  forecast: number;
  actual: number;
  ownRate: number;
  rmse: number;
  ownRateRmse: number;
  correlation: number;
}

export interface ValueReport {
  target: Target;
  window: { decisionAt: string; labelTo: string; judgedDays: number; horizonDays: number };
  customers: { known: number; repeaters: number };
  purchases: Compared;
  money: Compared;
  auc: number;
  deciles: { decile: number; customers: number; forecast: number; actual: number; purchases: number; actualPurchases: number; from: number; to: number }[];
  /** days, purchases foreseen, purchases that came */
  course: [number, number, number][];
  outlook: {
    customers: number;
    purchases: number;
    money: number;
    alive: number;
    topShare: number;
    distribution: [number, number, number][];
    aliveDistribution: [number, number, number][];
  };
  purchaseModel: { method: string };
  spendModel: { method: string };
  /** how money is foreseen, and why that way; absent in reports from before there was a choice */
  moneyModel?: {
    chosen: 'probability' | 'learned';
    reason: Bilingual;
    candidates: { way: 'probability' | 'learned'; forecast: number; actual: number; rmse: number; correlation: number; error: number; bestTenth: number }[];
  };
  /** what counts most where money is learned */
  features?: FeatureWeight[];
  candidates: { method: string; logLikelihood: number; customers: number }[];
  valueAgainstFrequency: number;
  word: Word;
  reason: Bilingual;
  preparation?: Bilingual[];
  checks: PredictionReport['checks'];
  provenance: Record<string, unknown>;
}

/** All figures are of people whom the model had not seen. */
export interface UpliftReport {
  target: ExperimentTarget;
  rows: { treated: number; heldOut: number };
  effect: { difference: Interval };
  method: 'two-models' | 'one-model' | 'class-transformation';
  learner: string;
  /** points of the curve: share treated, gain */
  qini: { curve: [number, number][]; coefficient: number };
  responseQini: number;
  /** those with the highest gain foreseen first */
  tenths: { tenth: number; people: number; foreseen: number; from: number; to: number; effect: Interval | null }[];
  groups: { reaction: string; label: Bilingual; people: number; share: number; treatedRate: number; heldOutRate: number; effect: Interval | null; confirmed: boolean }[];
  word: Word;
  reason: Bilingual;
  preparation?: Bilingual[];
  checks: Check[];
  provenance: Record<string, unknown>;
}

/** Where a version made elsewhere comes from. */
export interface FileOrigin {
  name: string;
  sha256: string;
  bytes: number;
  format: 'onnx' | 'pmml';
  producer: string;
  uploadedBy: string;
  uploadedAt: string;
}

/** An uploaded file; `feature` and `output` are those in use, or proposed. */
export interface ModelFile extends FileOrigin {
  inputs: { name: string; type: 'number' | 'category'; values: string[]; feature?: string | null }[];
  outputs: { name: string; probability: boolean }[];
  output: string;
}

export interface FileUse {
  inputs: { input: string; feature: string | null }[];
  output: string;
}

export interface ExternalReport {
  target?: Target | null;
  file: FileOrigin;
  inputs: { name: string; feature?: string | null; missing: number }[];
  output: string;
  probability: boolean;
  /** histogram: from, to, customers */
  scores: { customers: number; without: number; min: number; mean: number; max: number; histogram: [number, number, number][] };
  /** where a target says what came true */
  worth?: { customers: number; baseRate: number; auc: number; word: Word; reason: Bilingual } | null;
  preparation?: Bilingual[];
  checks: Check[];
  provenance: Record<string, unknown>;
}

export type Report = ClusterReport | PredictionReport | ValueReport | UpliftReport | ExternalReport;

export interface ModelDraft {
  name: string;
  kind: ModelKind;
  features: string[];
  target: Target | null;
  segment: number | null;
  clusters: number | null;
  method: ClusterMethod | null;
  distance: Distance | null;
  components: Components | null;
  search: Search | null;
  automaticFeatures: boolean;
  schedule: Schedule | null;
  retraining?: Retraining;
  sensitive?: string | null;
}

const READ_ONLY = ['id', 'champion', 'state', 'silence', 'run', 'lastTrainedAt', 'createdAt'];

/** What a person may change of it. */
export function draftOf(model: Model): ModelDraft {
  return Object.fromEntries(Object.entries(model).filter(([key]) => !READ_ONLY.includes(key))) as unknown as ModelDraft;
}

/** What a value model foresees of one customer. */
export interface CustomerValue {
  withinDays: number;
  purchases: number;
  money: number;
  alive: number;
  /** whether its money is learned, and can be asked why */
  givesReasons: boolean;
}

export const models = {
  list: () => all<Model>('/models'),
  one: (id: number) => get<Model>(`/models/${id}`),
  create: (model: ModelDraft) => post<Model>('/models', model),
  update: (id: number, model: ModelDraft) => put<Model>(`/models/${id}`, model),
  remove: (id: number) => remove(`/models/${id}`),
  /** What the data say before anything is learned; for a trait as target. */
  look: async (draft: ModelDraft) => (await post<{ checks: Check[] }>('/models:look', draft)).checks,
  train: (id: number) => post<{ run: number }>(`/models/${id}:train`),
  versions: (id: number) => get<Page<ModelVersion>>(`/models/${id}/versions`),
  report: <R extends Report>(id: number, version: number) => get<R>(`/models/${id}/versions/${version}/report`),
  customer: (id: number, profile: number) => get<CustomerValue>(`/models/${id}/customers/${profile}`),
  why: (id: number, profile: number) => get<Reasons>(`/models/${id}/why`, { profile }),
  whyCluster: (id: number, profile: number, against?: number) => get<Contrast>(`/models/${id}/why`, { profile, against }),
  exported: (id: number, version: number) =>
    download(`/models/${id}/versions/${version}/export`, { format: 'onnx' }, `model-${id}-version-${version}.onnx`),
  promote: (id: number, version: number) => post<unknown>(`/models/${id}/versions/${version}:promote`),
  rollback: (id: number) => post<unknown>(`/models/${id}:rollback`),
  reproduce: (id: number, version: number) => post<{ run: number }>(`/models/${id}/versions/${version}:reproduce`),
  file: (id: number) => get<ModelFile>(`/models/${id}/file`),
  sendFile: (id: number, file: File) =>
    call<ModelFile>('PUT', `/models/${id}/file`, { query: { filename: file.name }, body: file, headers: { 'Content-Type': 'application/octet-stream' } }),
  useFile: (id: number, use: FileUse) => post<{ run: number }>(`/models/${id}/file:use`, use),
};
