import { expect, test } from 'vitest';
import { line } from './line';

test('a line without dots has none in the legend either', () => {
  expect(line('chance', [], '#000', { dash: 'dashed' })).toMatchObject({ symbol: 'none', lineStyle: { type: 'dashed' }, itemStyle: { opacity: 0 } });
});

test('a line with dots shows them in its own colour, on light ground and on dark', () => {
  expect(line('AUC', [], '#123', { dots: true })).toMatchObject({ symbol: 'circle', lineStyle: { type: 'solid' }, itemStyle: { color: '#123', opacity: 1 } });
});
