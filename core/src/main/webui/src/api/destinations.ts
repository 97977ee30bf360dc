import { all, get, post, put, remove, type Page } from './http';
import type { Problem } from './problem';

export interface JsonSchema {
  $schema?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: (string | number | boolean)[];
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  writeOnly?: boolean;
  readOnly?: boolean;
  deprecated?: boolean;
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  enumDescriptions?: string[];
  allOf?: JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  /** heading in the form */
  group?: string;
  /** shown only where other settings have these values */
  when?: Record<string, unknown>;
  /** versions of a vendor's interface, and the day on which each ends */
  retires?: Record<string, string>;
  /** the words of this schema in other languages; what is absent is said in English */
  translations?: Record<string, Pick<JsonSchema, 'title' | 'description' | 'enumDescriptions' | 'group'>>;
}

export interface Connector {
  id: string;
  name: string;
  category: string;
  version: string;
  capabilities: string[];
  identifiers: string[];
  settingsSchema: JsonSchema;
  audienceSchema: JsonSchema;
  documentation: string;
  /** where it came from: built in, or a jar */
  origin?: string;
}

export interface Destination {
  id: number;
  name: string;
  connector: string;
  settings: Record<string, unknown>;
  state: 'ready' | 'needs-attention' | (string & {});
  problem?: Problem | null;
  /** what works today and will not for long */
  warnings?: Finding[];
}

/** What a check says of one setting. */
export interface Finding {
  pointer: string;
  code: string;
  message: string;
  nextStep?: string;
}

export interface CheckAnswer {
  ok: boolean;
  problems: Finding[];
}

export interface RemoteAudience {
  id?: string | number;
  name?: string;
  sync?: number;
  size?: number;
  reference?: string;
}

async function everything<T>(path: string): Promise<T[]> {
  const answer = await get<Page<T> | T[]>(path, { limit: 200 });
  return Array.isArray(answer) ? answer : answer.items;
}

/** A jar in the plug-in folder that cannot be used, or not all of it. */
export interface BrokenPlugin {
  jar: string;
  code: string;
  message: string;
}

export const connectorCatalogue = () => get<{ items: Connector[]; broken?: BrokenPlugin[] }>('/connectors');
export const connectors = async () => (await connectorCatalogue()).items;

type Draft = { name: string; connector: string; settings: Record<string, unknown> };

/** What a destination counted of one of its campaigns. */
export interface CampaignFigures {
  campaign: string;
  name: string;
  currency: string;
  sum: Record<string, number>;
  days: { day: string; figures: Record<string, number> }[];
}

export const destinations = {
  list: () => all<Destination>('/destinations'),
  one: (id: number) => get<Destination>(`/destinations/${id}`),
  create: (d: Draft) => post<Destination>('/destinations', d),
  update: (id: number, d: Draft) => put<Destination>(`/destinations/${id}`, d),
  remove: (id: number) => remove(`/destinations/${id}`),
  check: (id: number) => post<CheckAnswer>(`/destinations/${id}:check`),
  campaigns: (id: number) => get<Page<CampaignFigures>>(`/destinations/${id}/campaigns`),
  audiences: (id: number) => everything<RemoteAudience>(`/destinations/${id}/audiences`),
};
