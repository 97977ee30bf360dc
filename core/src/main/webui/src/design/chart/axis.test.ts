import { expect, test } from 'vitest';
import { formatFor } from '../../i18n/format';
import { axis, timeAxis, valueAxis } from './axis';
import type { Palette } from './Chart';

interface Written {
  axisLabel: { formatter: (value: number) => string };
  axisPointer: { label: { formatter: (at: { value: number }) => string } };
}

const palette = { ink2: '#000', line: '#eee' } as Palette;
const german = formatFor('de');
const noon = Date.parse('2026-10-06T12:30:00');

test('what heads a tooltip is written like the axis', () => {
  const shares = axis(palette, 'Share', { axisLabel: { formatter: (v: number) => german.percent(v) } }) as unknown as Written;
  expect(shares.axisPointer.label.formatter({ value: 0.25 })).toBe('25\u00a0%');
});

test('an axis that writes its values as they are leaves tooltips alone', () => {
  expect(axis(palette, 'Tenth')).not.toHaveProperty('axisPointer');
});

test('times are days along the axis and whole in the tooltip, in the language of the reader', () => {
  const times = timeAxis(palette, german) as unknown as Written;
  expect(times.axisLabel.formatter(noon)).toBe('06.10.2026');
  expect(times.axisPointer.label.formatter({ value: noon })).toBe('06.10.2026, 12:30');
});

test('numbers along an axis are written in the language of the reader, and alike in the tooltip', () => {
  const numbers = valueAxis(palette, 'Lift', german.loose) as unknown as Written;
  expect(numbers.axisLabel.formatter(2.5)).toBe('2,5');
  expect(numbers.axisPointer.label.formatter({ value: 2.5 })).toBe('2,5');
});
