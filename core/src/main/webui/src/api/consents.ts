import { call, get, post, put, type Page } from './http';
import type { Identity } from './profiles';

export interface Consent {
  purpose: string;
  granted: boolean;
  at: string;
}

export interface Suppression extends Identity {
  reason: string;
  at: string;
}

/** What people are asked first, then the channels. */
export const PURPOSES = ['marketing', 'profiling', 'ads', 'email', 'sms', 'push', 'phone', 'post'];

export const consents = {
  of: async (profile: number) => (await get<Page<Consent>>('/consents', { profile })).items,
  say: (identity: Identity, consents: Record<string, boolean>) => put<Page<Consent>>('/consents', { identity, consents }),
};

export const suppressions = {
  list: (cursor?: string) => get<Page<Suppression>>('/suppressions', { limit: 50, cursor }),
  of: async (profile: number) => (await get<Page<Suppression>>('/suppressions', { profile })).items,
  add: (identities: Identity[], reason: string) => post<{ added: number }>('/suppressions', { identities, reason }),
  /** In the body: addresses end up in logs. */
  lift: ({ namespace, value }: Identity) => call<void>('DELETE', '/suppressions', { json: { namespace, value } }),
};
