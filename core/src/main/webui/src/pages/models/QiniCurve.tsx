import { useCallback } from 'react';
import type { UpliftReport } from '../../api/models';
import { Chart, legend, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

/** What sending to the first tenth, two tenths and so on brings, beside what a lot would bring. */
export function QiniCurve({ report }: { report: UpliftReport }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const { curve, coefficient } = report.qini;
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 56, right: 16, top: 36, bottom: 48 },
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => f.decimal(Number(Array.isArray(v) ? v[1] : v)) }),
      xAxis: valueAxis(p, e.qiniX, f.percent, { min: 0, max: 1 }),
      yAxis: valueAxis(p, '', f.loose),
      series: [
        line(
          e.byModel,
          curve.map(([share, gain]) => [share, 100 * gain]),
          p.accent,
        ),
        line(
          e.byLot,
          [[0, 0], curve[curve.length - 1] ?? [1, 0]].map(([share, gain]) => [share, 100 * (gain ?? 0)]),
          p.ink2,
          { dash: 'dashed' },
        ),
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
