import { useCallback } from 'react';
import type { Watch } from '../../api/watch';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

/** How far features, scores and outcomes were off at each look. */
export function WatchCourse({ watch }: { watch: Watch }) {
  const { t, f } = useI18n();
  const w = t.watch;
  const option = useCallback(
    (p: Palette) => {
      const line = (name: string, color: string, of: 'features' | 'scores' | 'outcomes') => ({
        type: 'line',
        name,
        data: watch.history.map((point) => [point.at, point[of]]),
        symbolSize: 5,
        lineStyle: { width: 2, color },
        itemStyle: { color },
      });
      return {
        grid: { left: 48, right: 16, top: 36, bottom: 32 },
        legend: { top: 0, textStyle: { color: p.ink2 } },
        tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => (v == null ? '–' : f.decimal(Number(v), 3)) }),
        xAxis: axis(p, '', { type: 'time', splitLine: { show: false } }),
        yAxis: axis(p, w.psi, { type: 'value', min: 0, nameGap: 34 }),
        series: [
          {
            ...line(w.largest, p.accent, 'features'),
            markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: p.ink2, type: 'dashed' }, data: [{ yAxis: watch.floors.psi }] },
          },
          line(w.scores, p.clusters[1] ?? p.ink, 'scores'),
          line(w.outcomes, p.clusters[2] ?? p.ink2, 'outcomes'),
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
