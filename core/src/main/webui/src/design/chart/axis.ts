import type { Format } from '../../i18n/format';
import type { Palette } from './Chart';

type Written = (value: number) => string;

/** Axis look shared by all charts. What heads a tooltip is written like the axis: else it would be a bare number. */
export function axis(p: Palette, name: string, more: Record<string, unknown> = {}) {
  const written = (more['axisLabel'] as { formatter?: Written } | undefined)?.formatter;
  return {
    name,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: p.ink2, fontSize: 12 },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: p.ink2, fontSize: 11 },
    splitLine: { lineStyle: { color: p.line } },
    ...(written ? heading(written) : {}),
    ...more,
  };
}

/** Numbers along an axis, written for the reader: by itself the chart library writes them the English way. */
export const valueAxis = (p: Palette, name: string, write: Written, more: Record<string, unknown> = {}) =>
  axis(p, name, { type: 'value', axisLabel: { color: p.ink2, fontSize: 11, hideOverlap: true, formatter: (value: number) => write(value) }, ...more });

const DAY_MILLIS = 86_400_000;

/** Days along the axis and the time in the tooltip, in the reader's language: the chart library knows English only. */
export function timeAxis(p: Palette, f: Pick<Format, 'date' | 'dateTime'>) {
  const iso = (at: number) => new Date(at).toISOString();
  return axis(p, '', {
    type: 'time',
    // no day twice
    minInterval: DAY_MILLIS,
    splitLine: { show: false },
    axisLabel: { color: p.ink2, fontSize: 11, hideOverlap: true, formatter: (at: number) => f.date(iso(at)) },
    ...heading((at) => f.dateTime(iso(at))),
  });
}

const heading = (written: Written) => ({ axisPointer: { label: { formatter: ({ value }: { value: number }) => written(value) } } });
