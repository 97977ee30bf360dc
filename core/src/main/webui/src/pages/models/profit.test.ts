import { describe, expect, it } from 'vitest';
import { best, profitCurve } from './profit';

// of 1,000 customers 100 do it; the best 100 hold half of them, the best 400 all
const report = {
  baseRate: 0.1,
  roc: [
    [0, 0],
    [50 / 900, 0.5],
    [300 / 900, 1],
    [1, 1],
  ] as [number, number][],
};

describe('the profit of contacting the best', () => {
  it('is what hits bring less what contacts cost', () => {
    const curve = profitCurve(report, 10, 2);

    expect(curve.map((point) => Math.round(point.share * 1000))).toEqual([0, 100, 400, 1000]);
    expect(curve.map((point) => Math.round(point.profit))).toEqual([0, 300, 200, -1000]);
    expect(best(curve).share).toBeCloseTo(0.1);
  });

  it('reaches further where a hit is worth more, and nobody where a contact costs more than it can bring', () => {
    expect(best(profitCurve(report, 20, 2)).share).toBeCloseTo(0.4);
    expect(best(profitCurve(report, 10, 6))).toEqual({ share: 0, profit: 0 });
  });
});
