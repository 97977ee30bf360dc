import type { Unit } from '../../api/models';
import type { Dictionary } from '../../i18n';
import type { Format } from '../../i18n/format';

/** A feature's value with its unit, as a person would say it. */
export function inUnit(value: number, unit: Unit | undefined, t: Dictionary, f: Format): string {
  const digits = Math.abs(value) < 10 ? 1 : 0;
  if (unit === 'share') return f.percent(value, value > 0 && value < 0.1 ? 1 : 0);
  if (unit === 'money') return f.decimal(value, Math.abs(value) < 100 ? 2 : 0);
  const text = f.loose(value, unit === undefined || unit === 'ratio' || unit === 'number' ? 2 : digits);
  const word = unit && t.models.units[unit];
  return word ? `${text} ${word}` : text;
}
