import type { Identity } from './profiles';

export interface Person {
  id: number;
  identities: Identity[];
  traits: Record<string, unknown>;
}

const NAMES = ['first_name', 'last_name', 'name'] as const;
const TELLING = ['email', 'customer_id', 'user_id', 'external_id', 'phone'];

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

/** What colleagues call this customer: the name where we know it, else the identifier that says most. */
export function nameOf({ identities, traits }: Pick<Person, 'identities' | 'traits'>): string | undefined {
  const full = [text(traits['first_name']), text(traits['last_name'])].filter(Boolean).join(' ');
  const telling = TELLING.map((namespace) => identities.find((i) => i.namespace === namespace)?.value);
  return full || text(traits['name']) || telling.find(Boolean) || identities[0]?.value;
}

/** Of several identifiers of a kind the first is the one that destinations get. */
export const isSent = ({ namespace, value }: Identity, all: Identity[]): boolean => {
  const kind = all.filter((i) => i.namespace === namespace);
  return kind.length > 1 && kind[0]?.value === value;
};

const rank = (namespace: string) => (TELLING.includes(namespace) ? TELLING.indexOf(namespace) : TELLING.length);

/** E-mail and customer number before what only machines know. */
export const tellingFirst = (identities: Identity[]): Identity[] => [...identities].sort((a, b) => rank(a.namespace) - rank(b.namespace));

/** Facts worth a glance in a list: not the name once more. */
export const glance = (traits: Record<string, unknown>, most: number): [string, unknown][] =>
  Object.entries(traits)
    .filter(([name]) => !(NAMES as readonly string[]).includes(name))
    .slice(0, most);
