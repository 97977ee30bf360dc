import { useCallback, useState } from 'react';
import type { ClusterReport } from '../../api/models';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';
import { markOf } from './mark';
import { MarkShape } from './MarkShape';

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
      series: report.clusters.map((cluster, i) => {
        const mark = markOf(report.clusters, i);
        return {
          type: 'scatter',
          name: cluster.name[language],
          symbol: `path://${mark.shape}`,
          symbolSize: mark.color === null ? 5 : 8,
          itemStyle: {
            color: mark.color === null ? p.skipped : p.clusters[mark.color],
            opacity: chosen === undefined || chosen === cluster.number ? 0.72 : 0.08,
          },
          emphasis: { itemStyle: { opacity: 1 } },
          large: false,
          // groups stand before those who belong to none
          z: mark.color === null ? 2 : 3,
          data: points.filter((point) => point[2] === cluster.number).map(([x, y]) => [x, y]),
        };
      }),
    }),
    [report, points, chosen, language],
  );
  const explained = f.percent((report.projection.explained[0] ?? 0) + (report.projection.explained[1] ?? 0));
  const shares = report.clusters.map((cluster) => `${cluster.name[language]}: ${f.percent(cluster.share)}`).join(', ');
  const label = `${near ? `${c.map}, ${c.mapViews[view]}` : c.map}. ${shares}`;
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
            <MarkShape mark={markOf(report.clusters, i)} />
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
