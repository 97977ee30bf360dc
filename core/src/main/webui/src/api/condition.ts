export type Scalar = string | number | boolean;
export type DateValue = string | { ago: string };

export type TraitOp =
  | 'equals'
  | 'not-equals'
  | 'in'
  | 'not-in'
  | 'contains'
  | 'starts-with'
  | 'at-least'
  | 'at-most'
  | 'more-than'
  | 'less-than'
  | 'before'
  | 'after'
  | 'exists'
  | 'missing';

export type CountOp = 'at-least' | 'at-most' | 'more-than' | 'less-than' | 'equals';
export type Measure = 'count' | 'orders' | 'amount' | 'quantity' | 'days-since-last' | 'days-since-first';
export type Within = { last: string } | { from?: string; to?: string };

export interface Where {
  property: string;
  op: TraitOp;
  value?: Scalar | DateValue;
  values?: Scalar[];
}

/** One key decides the kind of a condition; the same tree means the same in batch and in real time. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { none: Condition[] }
  | { trait: string; op: TraitOp; value?: Scalar | DateValue; values?: Scalar[]; ifMissing?: boolean }
  | { event: string; measure?: Measure; op: CountOp; value: number; within?: Within; where?: Where[] }
  | { segment: number; member?: boolean }
  | { score: number; op: CountOp; value: number }
  | { score: number; top: number }
  | { cluster: number; in: number[] };
