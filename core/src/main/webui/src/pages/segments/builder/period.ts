export type Unit = 'D' | 'W' | 'M' | 'Y';

/** An ISO 8601 period of one unit; anything richer is left to the API. */
export function partsOf(period: string): { amount: number; unit: Unit } | null {
  const match = /^P(\d+)([DWMY])$/.exec(period);
  return match ? { amount: Number(match[1]), unit: match[2] as Unit } : null;
}

export const periodOf = (amount: number, unit: Unit) => `P${Math.max(1, Math.round(amount))}${unit}`;
