import { useCallback } from 'react';
import type { UpliftReport } from '../../api/models';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

/** What sending to the first tenth, two tenths and so on brings, beside what a lot would bring. */
export function QiniCurve({ report }: { report: UpliftReport }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const { curve, coefficient } = report.qini;
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 56, right: 16, top: 36, bottom: 48 },
      legend: { top: 0, textStyle: { color: p.ink2 } },
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => f.decimal(Number(Array.isArray(v) ? v[1] : v)) }),
      xAxis: axis(p, e.qiniX, { type: 'value', min: 0, max: 1, axisLabel: { color: p.ink2, formatter: (v: number) => f.percent(v) } }),
      yAxis: axis(p, '', { type: 'value', axisLabel: { color: p.ink2, formatter: (v: number) => f.loose(v) } }),
      series: [
        {
          type: 'line',
          name: e.byModel,
          data: curve.map(([share, gain]) => [share, 100 * gain]),
          showSymbol: false,
          lineStyle: { width: 2.5, color: p.accent },
          itemStyle: { color: p.accent },
        },
        {
          type: 'line',
          name: e.byLot,
          data: [[0, 0], curve[curve.length - 1] ?? [1, 0]].map(([share, gain]) => [share, 100 * (gain ?? 0)]),
          showSymbol: false,
          lineStyle: { width: 1.5, type: 'dashed', color: p.ink2 },
          itemStyle: { color: p.ink2 },
        },
      ],
    }),
    [curve, e, f],
  );
  const sentence = e.qini(f.decimal(1000 * coefficient), f.decimal(1000 * report.responseQini));
  return (
    <div className="stack tight">
      <p className="small muted">{e.qiniY}</p>
      <Chart label={sentence} height={280} option={option} />
    </div>
  );
}
