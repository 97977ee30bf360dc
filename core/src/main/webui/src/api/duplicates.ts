import type { Bilingual } from './catalogue';
import { get, post, put, type Page } from './http';
import type { Profile } from './profiles';

export type DuplicateState = 'open' | 'merged' | 'dismissed';
export type Agreement = 'different' | 'rough' | 'close' | 'exact';

export interface Reason {
  field: string;
  agreement: Agreement;
  /** in bits: for the same person where positive */
  weight: number;
}

/** Two profiles that may be the same person. */
export interface Duplicate {
  id: number;
  one: Profile;
  other: Profile;
  probability: number;
  /** people who live together could agree so */
  household: boolean;
  reasons: Reason[];
  why: Bilingual;
  state: DuplicateState;
  decidedAt?: string | null;
  decidedBy?: string | null;
}

/** What undoing a merge could not give back. */
export interface Split {
  kept: number;
  back: number;
  identities: number;
  events: number;
  left: { code: string; sentence: string }[];
}

export const duplicates = {
  list: (state: DuplicateState, cursor?: string) => get<Page<Duplicate>>('/duplicates', { state, limit: 25, cursor }),
  search: () => post<{ run: number }>('/duplicates:search'),
  merge: (id: number) => post<Duplicate>(`/duplicates/${id}:merge`),
  dismiss: (id: number) => post<Duplicate>(`/duplicates/${id}:dismiss`),
  undo: (id: number) => post<Split>(`/duplicates/${id}:undo`),
  settings: () => get<{ automatic: number | null }>('/duplicates/settings'),
  setAutomatic: (automatic: number | null) => put<{ automatic: number | null }>('/duplicates/settings', { automatic }),
};
