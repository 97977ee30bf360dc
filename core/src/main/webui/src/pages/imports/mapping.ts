import type { EventMapping, Mapping } from '../../api/sources';

export const EVENT_ROLES = ['at', 'orderRef', 'item', 'category', 'quantity', 'unitPrice', 'amount', 'messageId', 'eventName', 'property'] as const;
export const PERSON_ROLES = ['identity', 'trait', 'consent'] as const;

export type Role = (typeof EVENT_ROLES)[number] | (typeof PERSON_ROLES)[number] | 'ignore';

/** One use of one column. A customer number may be an identity and a trait at once. */
export interface Use {
  column: string;
  role: Role;
  /** namespace, trait, purpose or property; empty where the role says it all */
  name: string;
}

export interface MappingDraft {
  uses: Use[];
  isEvent: boolean;
  eventName: string;
  refund: string;
  atFormat: string;
  options: NonNullable<Mapping['options']>;
}

const SINGLE = ['at', 'orderRef', 'item', 'category', 'quantity', 'unitPrice', 'amount', 'messageId'] as const;

export const isNamed = (role: Role) => role === 'identity' || role === 'trait' || role === 'consent' || role === 'property';
const isEventRole = (role: Role) => (EVENT_ROLES as readonly string[]).includes(role);

export const nameFor = (column: string) =>
  column
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();

export function toDraft(mapping: Mapping, columns: string[]): MappingDraft {
  const uses: Use[] = [];
  const add = (role: Role, entries: Record<string, string> | undefined) =>
    Object.entries(entries ?? {}).forEach(([name, column]) => uses.push({ column, role, name }));
  add('identity', mapping.identities);
  add('trait', mapping.traits);
  add('consent', mapping.consents);
  const event = mapping.event;
  if (event) {
    for (const role of SINGLE) if (event[role]) uses.push({ column: event[role], role, name: '' });
    if (typeof event.name === 'object') uses.push({ column: event.name.column, role: 'eventName', name: '' });
    add('property', event.properties);
  }
  for (const column of columns) if (!uses.some((u) => u.column === column)) uses.push({ column, role: 'ignore', name: '' });
  const order = new Map(columns.map((c, i) => [c, i]));
  uses.sort((a, b) => (order.get(a.column) ?? 1e9) - (order.get(b.column) ?? 1e9));
  return {
    uses,
    isEvent: !!event,
    eventName: typeof event?.name === 'string' ? event.name : 'Order Completed',
    refund: event?.refund ?? '',
    atFormat: event?.atFormat ?? '',
    options: mapping.options ?? {},
  };
}

export function toMapping(draft: MappingDraft): Mapping {
  const named = (role: Role) => Object.fromEntries(draft.uses.filter((u) => u.role === role && u.name).map((u) => [u.name, u.column]));
  const columnOf = (role: Role) => draft.uses.find((u) => u.role === role)?.column ?? null;
  const mapping: Mapping = { identities: named('identity'), traits: named('trait'), consents: named('consent'), options: draft.options };
  if (draft.isEvent) {
    const nameColumn = columnOf('eventName');
    const event: EventMapping = {
      name: nameColumn ? { column: nameColumn } : draft.eventName,
      refund: draft.refund || null,
      atFormat: draft.atFormat || null,
      properties: named('property'),
    };
    for (const role of SINGLE) event[role] = columnOf(role);
    mapping.event = event;
  }
  return mapping;
}

/** Switching a column to a role: a single role belongs to one column, so it leaves the other one. */
export function assign(draft: MappingDraft, index: number, role: Role): MappingDraft {
  const uses = draft.uses.map((use, i): Use => {
    if (i === index) return { column: use.column, role, name: isNamed(role) ? use.name || nameFor(use.column) : '' };
    const stolen = use.role === role && !isNamed(role) && role !== 'ignore';
    return stolen ? { column: use.column, role: 'ignore', name: '' } : use;
  });
  return { ...draft, uses, isEvent: draft.isEvent || isEventRole(role) };
}

export type MappingFault = 'noIdentity' | 'noTime';

export function faultsOf(draft: MappingDraft): MappingFault[] {
  const faults: MappingFault[] = [];
  if (!draft.uses.some((u) => u.role === 'identity' && u.name)) faults.push('noIdentity');
  if (draft.isEvent && !draft.uses.some((u) => u.role === 'at')) faults.push('noTime');
  return faults;
}
