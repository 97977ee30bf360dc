import { useCallback } from 'react';
import type { ClusterReport } from '../../api/models';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

/** Every dot a customer, near dots alike. Shapes besides colours, so that clusters can be told apart without colour. */
export function ProjectionMap({ report, chosen }: { report: ClusterReport; chosen: number | undefined }) {
  const { t, f, language } = useI18n();
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 8, right: 8, top: 8, bottom: 8 },
      tooltip: tooltip(p, { trigger: 'item', formatter: (item: { seriesName: string }) => item.seriesName }),
      xAxis: axis(p, '', { scale: true, axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: axis(p, '', { scale: true, axisLabel: { show: false }, splitLine: { show: false } }),
      series: report.clusters.map((c, i) => ({
        type: 'scatter',
        name: c.name[language],
        symbol: SHAPES[i % SHAPES.length],
        symbolSize: 7,
        itemStyle: { color: p.clusters[i % 8], opacity: chosen === undefined || chosen === c.number ? 0.72 : 0.08 },
        emphasis: { itemStyle: { opacity: 1 } },
        large: false,
        data: report.projection.points.filter((point) => point[2] === c.number).map(([x, y]) => [x, y]),
      })),
    }),
    [report, chosen, language],
  );
  const explained = f.percent((report.projection.explained[0] ?? 0) + (report.projection.explained[1] ?? 0));
  const label = `${t.clusters.map}. ${report.clusters.map((c) => `${c.name[language]}: ${f.percent(c.share)}`).join(', ')}`;
  return (
    <figure className="stack tight">
      <Chart label={label} height={400} option={option} />
      <figcaption className="small muted">{t.clusters.mapHint(explained)}</figcaption>
    </figure>
  );
}

export const SHAPES = ['circle', 'diamond', 'triangle', 'rect', 'circle', 'diamond', 'triangle', 'rect'];
