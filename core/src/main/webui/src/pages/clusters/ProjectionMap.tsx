import { useCallback, useState } from 'react';
import type { ClusterReport } from '../../api/models';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';
import { ClusterMark, SHAPES } from './ClusterMark';

type View = 'neighbours' | 'directions';

/**
 * Every dot a customer, near dots alike. Shapes besides colours, so that clusters can be told apart without colour. By neighbours it shows who is
 * near whom, by directions how far apart they are.
 */
export function ProjectionMap({ report, chosen }: { report: ClusterReport; chosen: number | undefined }) {
  const { t, f, language } = useI18n();
  const c = t.clusters;
  const near = report.neighbourhood;
  const [wanted, setView] = useState<View>('neighbours');
  const view = near ? wanted : 'directions';
  const points = view === 'neighbours' && near ? near.points : report.projection.points;
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 8, right: 8, top: 8, bottom: 8 },
      tooltip: tooltip(p, { trigger: 'item', formatter: (item: { seriesName: string }) => item.seriesName }),
      xAxis: axis(p, '', { scale: true, axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: axis(p, '', { scale: true, axisLabel: { show: false }, splitLine: { show: false } }),
      series: report.clusters.map((cluster, i) => ({
        type: 'scatter',
        name: cluster.name[language],
        symbol: SHAPES[i % SHAPES.length],
        symbolSize: 7,
        itemStyle: { color: p.clusters[i % 8], opacity: chosen === undefined || chosen === cluster.number ? 0.72 : 0.08 },
        emphasis: { itemStyle: { opacity: 1 } },
        large: false,
        data: points.filter((point) => point[2] === cluster.number).map(([x, y]) => [x, y]),
      })),
    }),
    [report, points, chosen, language],
  );
  const explained = f.percent((report.projection.explained[0] ?? 0) + (report.projection.explained[1] ?? 0));
  const label = `${c.map}. ${report.clusters.map((cluster) => `${cluster.name[language]}: ${f.percent(cluster.share)}`).join(', ')}`;
  return (
    <figure className="stack tight">
      {near && (
        <div className="segmented map-views" role="group" aria-label={c.mapBy}>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
              {c.mapViews[one]}
            </button>
          ))}
        </div>
      )}
      <Chart label={label} height={400} option={option} />
      <ul className="map-key small">
        {report.clusters.map((cluster, i) => (
          <li key={cluster.number}>
            <ClusterMark place={i} />
            {cluster.name[language]}
          </li>
        ))}
      </ul>
      <figcaption className="small muted">
        {near && view === 'neighbours' ? c.mapNeighbours(f.percent(near.kept)) : c.mapHint(explained)}
        {near && view === 'directions' && ` ${c.mapKept(f.percent(near.keptByDirections))}`}
      </figcaption>
    </figure>
  );
}

const VIEWS: View[] = ['neighbours', 'directions'];
