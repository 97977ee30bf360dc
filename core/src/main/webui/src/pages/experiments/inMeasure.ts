import type { Measure } from '../../api/experiments';
import type { Dictionary } from '../../i18n';
import type { Format } from '../../i18n/format';

/** A difference as people read it: shares in points, everything else as it is. */
export const difference = (measure: Measure, value: number, t: Dictionary, f: Format) =>
  measure === 'rate' ? t.experiments.points(f.decimal(100 * value)) : f.decimal(value);

/** The outcome of a group. */
export const level = (measure: Measure, value: number, f: Format) => (measure === 'rate' ? f.percent(value, 2) : f.decimal(value));
