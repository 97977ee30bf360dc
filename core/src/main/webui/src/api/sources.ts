import { all, call, get, post, put, remove, upload, type Page } from './http';
import type { Problem } from './problem';
import type { RunState } from './runs';

export interface Mapping {
  identities?: Record<string, string>;
  traits?: Record<string, string>;
  consents?: Record<string, string>;
  event?: EventMapping | null;
  options?: {
    delimiter?: string | null;
    quote?: string | null;
    header?: boolean | null;
    columns?: string[] | null;
    encoding?: string | null;
    zone?: string | null;
    decimal?: string | null;
    identicalRows?: 'keep' | 'drop' | null;
  };
}

export interface EventMapping {
  name: string | { column: string };
  refund?: string | null;
  at?: string | null;
  atFormat?: string | null;
  messageId?: string | null;
  orderRef?: string | null;
  item?: string | null;
  category?: string | null;
  quantity?: string | null;
  unitPrice?: string | null;
  amount?: string | null;
  properties?: Record<string, string>;
}

export interface Source {
  id: number;
  name: string;
  kind: 'file' | 'events';
  format?: string | null;
  mapping?: Mapping | null;
  lastImport?: (Pick<Import, 'id' | 'run' | 'state' | 'filename' | 'createdAt'> & { mappingChanged: boolean; fileKept: boolean }) | null;
  writeKey?: string;
  createdAt?: string;
}

export interface Column {
  name: string;
  type: string;
  samples: (string | number | boolean | null)[];
}

export interface Inspection {
  format: string;
  columns: Column[];
  mapping: Mapping;
}

export interface ColumnQuality {
  name: string;
  type: string;
  missing: number;
  distinct: number;
  min?: unknown;
  max?: unknown;
  sample?: unknown;
  findings: { code: string; sentence: string }[];
}

/** What was taken back because the file was read under another mapping before. */
export interface Corrections {
  events: number;
  traits: number;
  consents: number;
  identities: number;
  customers: number;
  withoutData: number;
  severalNames: number;
}

export interface ImportReport {
  rowsIn: number;
  accepted: number;
  invalid: number;
  duplicates: number;
  events: number;
  profilesCreated: number;
  profilesUpdated: number;
  traitsWritten: number;
  corrections?: Corrections;
  invalidReasons: { code: string; count: number; sentence: string; samples: { line: number; reason: string; column?: string | null }[] }[];
  quality?: {
    columns: ColumnQuality[];
    exactDuplicates?: number | null;
    withoutIdentity?: number | null;
    negativeQuantities?: number | null;
    pricesNotPositive?: number | null;
    usablePurchases?: { rows: number; customers: number; revenue: number } | null;
    from?: string | null;
    to?: string | null;
    findings?: { code: string; sentence: string }[];
  } | null;
}

/** Of one import, as shares of its rows; `missing` is the mean over the columns. */
export interface SourceQuality {
  imported: number;
  at: string;
  filename: string;
  rows: number;
  missing: number;
  invalid: number;
  duplicates: number;
  missingByColumn: Record<string, number>;
}

export interface Import {
  id: number;
  source: number;
  run?: number;
  filename: string;
  state: RunState;
  bytes?: number;
  createdAt: string;
  progress?: { done?: number; total?: number; rowsRead?: number; bytes?: number; phase?: string } | null;
  report?: ImportReport | null;
  problem?: Problem | null;
}

/** A key in use; only its last characters are kept to be shown. */
export interface WriteKey {
  id: number;
  hint: string;
  createdAt: string;
}

/** The first bytes of a file are enough to guess its columns. */
const GLANCE = 4 << 20;

export const sources = {
  list: () => all<Source>('/sources'),
  one: (id: number) => get<Source>(`/sources/${id}`),
  create: (source: { name: string; kind: 'file' | 'events'; format?: string; mapping?: Mapping }) => post<Source>('/sources', source),
  update: (id: number, source: { name: string; kind: string; format?: string | null; mapping: Mapping }) => put<Source>(`/sources/${id}`, source),
  remove: (id: number) => remove(`/sources/${id}`),
  quality: (id: number) => get<Page<SourceQuality>>(`/sources/${id}/quality`, { limit: 50 }),
  writeKeys: (id: number) => get<Page<WriteKey>>(`/sources/${id}/write-keys`),
  addWriteKey: (id: number) => post<{ writeKey: string }>(`/sources/${id}/write-keys`),
  removeWriteKey: (id: number, key: number) => remove(`/sources/${id}/write-keys/${key}`),
  readAgain: (id: number) => post<Import>(`/sources/${id}:read-again`),
  inspect: (file: File) =>
    call<Inspection>('POST', '/sources:inspect', {
      query: { filename: file.name },
      body: file.slice(0, wholeFormats.test(file.name) ? file.size : GLANCE),
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  importFile: async (id: number, file: File, onProgress: (share: number) => void) => {
    // Gigabytes should not travel only to be told that the session has ended.
    await get('/users/me');
    return upload<Import>(`/sources/${id}/imports`, { filename: file.name }, file, onProgress);
  },
};

/** Parquet keeps its description at the end, so a glance at the start would not do. */
const wholeFormats = /\.parquet$/i;

export const imports = {
  list: (query: { source?: number; limit?: number } = {}) => get<Page<Import>>('/imports', query),
  one: (id: number) => get<Import>(`/imports/${id}`),
};
