import type { Bilingual } from './catalogue';
import { get, post, type Page } from './http';
import type { Person } from './person';

export interface Identity {
  namespace: string;
  value: string;
}

export interface Profile extends Person {
  consents: Record<string, boolean>;
}

export interface TimelineEvent {
  at: string;
  name: string;
  amount?: number | null;
  quantity?: number | null;
  item?: string | null;
  category?: string | null;
  orderRef?: string | null;
  properties?: Record<string, unknown>;
}

export interface ProfileDetail extends Profile {
  /** numbers of profiles that were found to be the same person */
  mergedFrom?: number[];
  timeline: TimelineEvent[];
  scores: { model: number; name?: string; kind?: string; value: number; version: number }[];
  deliveries: { sync: number; syncName?: string; destination: number; destinationName?: string; at: string; state: string }[];
}

export interface ProfileSegment {
  id: number;
  name: string;
  kind: string;
  member?: boolean;
}

export interface Why {
  member: boolean;
  /** parents before their parts; depth 0 is the whole definition */
  conditions: { sentence: Bilingual; holds: boolean; value: unknown; depth: number }[];
}

export const profiles = {
  find: (text: string, cursor?: string) =>
    get<Page<Profile>>('/profiles', { limit: 25, cursor, ...(/^[a-z_]+:.+/.test(text) ? { identity: text } : { q: text }) }),
  one: (id: number) => get<ProfileDetail>(`/profiles/${id}`),
  segments: async (id: number) => (await get<Page<ProfileSegment>>(`/profiles/${id}/segments`)).items,
  why: (id: number, segment: number) => get<Why>(`/profiles/${id}/why`, { segment }),
  /** How many people there are: everybody meets an empty "all". */
  count: async () => (await post<{ size: number; of: number }>('/segments:estimate', { definition: { all: [] } })).of,
};
