import type { PredictionReport } from '../../api/models';

export interface ProfitPoint {
  /** of all customers, best scores first */
  share: number;
  /** of contacting them, per 1,000 customers */
  profit: number;
}

/** What contacting the best share of customers is worth, for every share: a hit brings `value`, each contact costs `cost`. */
export function profitCurve({ roc, baseRate }: Pick<PredictionReport, 'roc' | 'baseRate'>, value: number, cost: number): ProfitPoint[] {
  return roc.map(([falseAlarms, found]) => {
    const hits = baseRate * found;
    const share = hits + (1 - baseRate) * falseAlarms;
    return { share, profit: 1000 * (value * hits - cost * share) };
  });
}

/** Where the profit is largest; nobody is contacted where that costs less. */
export const best = (curve: ProfitPoint[]): ProfitPoint =>
  curve.reduce((most, point) => (point.profit > most.profit ? point : most), { share: 0, profit: 0 });
