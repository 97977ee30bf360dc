import { useCallback } from 'react';
import type { Watch } from '../../api/watch';
import { Chart, legend, line, timeAxis, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

/** How far features, scores and outcomes were off at each look. */
export function WatchCourse({ watch }: { watch: Watch }) {
  const { t, f } = useI18n();
  const w = t.watch;
  const option = useCallback(
    (p: Palette) => {
      const course = (of: 'features' | 'scores' | 'outcomes') => watch.history.map((point) => [point.at, point[of]]);
      return {
        // on a phone the legend takes two lines
        grid: { left: 48, right: 16, top: 56, bottom: 32 },
        legend: legend(p),
        tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => (v == null ? '–' : f.decimal(Number(v), 3)) }),
        xAxis: timeAxis(p, f),
        yAxis: valueAxis(p, w.psi, f.loose, { min: 0, nameGap: 34 }),
        series: [
          {
            ...line(w.largest, course('features'), p.accent, { dots: true }),
            markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: p.ink2, type: 'dashed' }, data: [{ yAxis: watch.floors.psi }] },
          },
          line(w.scores, course('scores'), p.clusters[1] ?? p.ink, { dash: 'dashed', dots: true }),
          line(w.outcomes, course('outcomes'), p.clusters[2] ?? p.ink2, { dash: 'dotted', dots: true }),
        ],
      };
    },
    [watch, w, f],
  );
  const label = `${w.course}: ${watch.history.map((point) => `${f.date(point.at)} ${point.features === null ? '–' : f.decimal(point.features, 2)}`).join(', ')}`;
  return (
    <div>
      <h3>{w.course}</h3>
      <Chart label={label} height={220} option={option} />
    </div>
  );
}
