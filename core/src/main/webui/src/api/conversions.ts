import { call, get, type Page } from './http';

/** What somebody did that counts, and the delivery that came before it. */
export interface Conversion {
  id: number;
  /** absent when it came by file or API */
  destination: number | null;
  remoteId: string;
  /** absent while we do not know the person */
  profile: number | null;
  type: string;
  at: string;
  value: number;
  currency: string;
  receivedAt: string;
  sync: number | null;
  run: number | null;
  exposedAt: string | null;
}

export interface ConversionReport {
  accepted: number;
  duplicates: number;
  unknown: number;
  invalid: { row: number; field: string; code: string; detail: string }[];
}

export const conversions = {
  list: (query: { destination?: number; profile?: number; cursor?: string | undefined }) => get<Page<Conversion>>('/conversions', { limit: 50, ...query }),
  upload: async (file: File) => call<ConversionReport>('POST', '/conversions', { body: await file.text(), headers: { 'Content-Type': 'text/csv' } }),
};
