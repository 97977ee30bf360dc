import type { TraitType } from '../../../api/catalogue';
import type { Condition, DateValue, Scalar, TraitOp } from '../../../api/condition';

export type GroupOp = 'all' | 'any' | 'none';
export type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { none: unknown }>;
export type Group = { id: number; kind: 'group'; op: GroupOp; children: Node[] };
export type Node = Group | { id: number; kind: 'leaf'; leaf: Leaf };

let last = 0;
const fresh = () => ++last;

export const group = (op: GroupOp = 'all', children: Node[] = []): Group => ({ id: fresh(), kind: 'group', op, children });
export const leaf = (condition: Leaf): Node => ({ id: fresh(), kind: 'leaf', leaf: condition });

/** The tree with an identity for every node, so that inputs keep their focus while conditions move. */
export function fromJson(condition: Condition | null): Group {
  if (!condition) return group();
  const node = read(condition);
  return node.kind === 'group' ? node : group('all', [node]);
}

function read(condition: Condition): Node {
  if ('all' in condition) return group('all', condition.all.map(read));
  if ('any' in condition) return group('any', condition.any.map(read));
  if ('none' in condition) return group('none', condition.none.map(read));
  return leaf(structuredClone(condition));
}

export function toJson(node: Node): Condition {
  if (node.kind === 'leaf') return tidy(node.leaf);
  const children = node.children.map(toJson);
  return node.op === 'all' ? { all: children } : node.op === 'any' ? { any: children } : { none: children };
}

/** What is saved: a group around a single condition says nothing more than that condition. */
export function definitionOf(root: Group): Condition {
  const [only, ...others] = root.children;
  return only && others.length === 0 && root.op !== 'none' ? toJson(only) : toJson(root);
}

/** Without keys that say nothing: the server refuses what it does not know and would echo what it does not need. */
function tidy(condition: Leaf): Leaf {
  const entries = Object.entries(condition).filter(
    ([key, value]) => value !== undefined && !(key === 'ifMissing' && value === false) && !(key === 'where' && (value as unknown[]).length === 0),
  );
  return Object.fromEntries(entries) as Leaf;
}

const NO_VALUE: ReadonlySet<TraitOp> = new Set(['exists', 'missing']);
const LISTS: ReadonlySet<TraitOp> = new Set(['in', 'not-in']);

export const takesNothing = (op: TraitOp) => NO_VALUE.has(op);
export const takesList = (op: TraitOp) => LISTS.has(op);

const filled = (value: unknown) => value !== undefined && value !== '' && !(typeof value === 'number' && Number.isNaN(value));
const compared = (c: { op: TraitOp; value?: unknown; values?: Scalar[] }) =>
  takesNothing(c.op) || (takesList(c.op) ? (c.values?.length ?? 0) > 0 : filled(c.value));

export function isComplete(condition: Leaf): boolean {
  if ('trait' in condition) return condition.trait !== '' && compared(condition);
  if ('event' in condition) {
    return condition.event !== '' && filled(condition.value) && (condition.where ?? []).every((w) => w.property !== '' && compared(w));
  }
  if ('segment' in condition) return condition.segment > 0;
  if ('cluster' in condition) return condition.cluster > 0 && condition.in.length > 0;
  return condition.score > 0 && filled('top' in condition ? condition.top : condition.value);
}

export const isWhole = (node: Node): boolean => (node.kind === 'leaf' ? isComplete(node.leaf) : node.children.every(isWhole));

const STARTS: Record<TraitType, { op: TraitOp; value: Scalar | DateValue }> = {
  text: { op: 'equals', value: '' },
  number: { op: 'at-least', value: '' },
  flag: { op: 'equals', value: true },
  time: { op: 'after', value: { ago: 'P30D' } },
};

/** A condition on a fact as it starts: what its inputs show is what it says. */
export const traitLeaf = (trait: string, type: TraitType = 'text'): Leaf => ({ trait, ...STARTS[type] });

/** A copy of the tree in which one node was replaced, or taken out when there is no replacement. */
export function replace(root: Group, id: number, next: (node: Node) => Node | null): Group {
  if (root.id === id) return (next(root) ?? group()) as Group;
  const children: Node[] = [];
  for (const child of root.children) {
    if (child.id === id) {
      const replaced = next(child);
      if (replaced) children.push(replaced);
    } else children.push(child.kind === 'group' ? replace(child, id, next) : child);
  }
  return { ...root, children };
}
