import type { Bilingual } from './catalogue';
import type { Condition } from './condition';
import { all, get, post, put, remove, type Page } from './http';
import type { Person } from './person';
import type { Identity } from './profiles';

export type SegmentKind = 'rule' | 'cluster' | 'prediction' | 'list';

export interface Segment {
  id: number;
  name: string;
  kind: SegmentKind;
  definition: Condition | null;
  /** the definition in words */
  sentence?: Bilingual;
  version: number;
  size: number;
  evaluatedAt: string | null;
  entered24h: number;
  left24h: number;
  /** why the last evaluation failed; the members are then those of the one before */
  problem?: { code: string; detail?: string } | null;
}

export interface SegmentVersion {
  version: number;
  size: number;
  entered: number;
  left: number;
  asOf: string;
  cause: string;
  createdAt: string;
}

interface Member {
  profile: number;
  identities: Record<string, string>;
  traits: Record<string, unknown>;
}

export interface Overlap {
  ids: number[];
  sizes: number[];
  overlap: number[][];
}

export interface Estimate {
  size: number;
  of: number;
  millis: number;
  sentence?: Bilingual;
}

const person = ({ profile, identities, traits }: Member): Person => ({
  id: profile,
  identities: Object.entries(identities).map(([namespace, value]) => ({ namespace, value })),
  traits,
});

export const segments = {
  list: () => all<Segment>('/segments'),
  one: (id: number) => get<Segment>(`/segments/${id}`),
  create: (segment: { name: string; kind: SegmentKind; definition: Condition | null }) => post<Segment>('/segments', segment),
  update: (id: number, segment: { name: string; kind: SegmentKind; definition: Condition | null }) => put<Segment>(`/segments/${id}`, segment),
  remove: (id: number) => remove(`/segments/${id}`),
  evaluate: (id: number) => post<Segment>(`/segments/${id}:evaluate`),
  estimate: (definition: Condition, signal?: AbortSignal) => post<Estimate>('/segments:estimate', { definition }, signal),
  members: async (id: number, cursor?: string): Promise<Page<Person>> => {
    const page = await get<Page<Member>>(`/segments/${id}/members`, { limit: 25, cursor });
    return { ...page, items: page.items.map(person) };
  },
  addMembers: (id: number, add: Identity[]) => post<{ added: number; removed: number; unknown: string[] }>(`/segments/${id}/members`, { add, remove: [] }),
  history: (id: number) => get<Page<SegmentVersion>>(`/segments/${id}/history`),
  restore: (id: number, version: number) => post<SegmentVersion>(`/segments/${id}/history/${version}:restore`),
  overlap: (ids: number[]) => get<Overlap>('/segments:overlap', { ids: ids.join(',') }),
};
