import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { catalogue } from '../../api/catalogue';
import type { ClusterReport } from '../../api/models';
import { axis, Chart, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { QualityWord } from '../models/QualityWord';
import { ClusterCard } from './ClusterCard';
import { ComponentsCard } from './ComponentsCard';
import { markOf } from './mark';
import { MethodsTried } from './MethodsTried';
import { Migration } from './Migration';
import { ProjectionMap } from './ProjectionMap';

export function ClusterReportView({ model, report }: { model: number; report: ClusterReport }) {
  const { t, f, language } = useI18n();
  const c = t.clusters;
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const [chosen, setChosen] = useState<number>();
  return (
    <>
      <div className="cols-main">
        <Card title={c.map}>
          <ProjectionMap report={report} chosen={chosen} />
        </Card>
        <Card title={c.quality}>
          <div className="stack">
            <div className="row">
              <QualityWord word={report.word} />
            </div>
            {report.reason && <p className="small">{report.reason[language]}</p>}
            {report.method && (
              <p className="small">{c.foundBy(wordFor(c.methods, report.method), wordFor(c.distances, report.distance ?? 'euclidean'))}</p>
            )}
            <Figures
              figures={[
                { label: c.k, value: f.number(report.k) },
                { label: c.silhouette, value: f.decimal(report.silhouette), after: c.silhouetteHint },
                ...(report.noise == null ? [] : [{ label: c.leftOut, value: f.percent(report.noise) }]),
              ]}
            />
            {report.candidates.length > 1 && (
              <>
                <Candidates report={report} />
                <p className="small muted">{c.chosen(report.k)}</p>
              </>
            )}
          </div>
        </Card>
      </div>
      <div className="cluster-grid">
        {report.clusters.map((cluster, i) => (
          <ClusterCard
            key={cluster.number}
            model={model}
            cluster={cluster}
            mark={markOf(report.clusters, i)}
            known={known.data}
            chosen={chosen === cluster.number}
            onChoose={() => setChosen(chosen === cluster.number ? undefined : cluster.number)}
          />
        ))}
      </div>
      {!!report.components?.length && <ComponentsCard components={report.components} read={t.clusters.componentsRead} />}
      {report.tried && report.tried.length > 1 && <MethodsTried tried={report.tried} choice={report.choice} />}
      {report.migration && <Migration report={report} matrix={report.migration} />}
    </>
  );
}

function Candidates({ report }: { report: ClusterReport }) {
  const { t, f } = useI18n();
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 56, right: 8, top: 12, bottom: 44 },
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: number) => f.decimal(v, 3) }),
      xAxis: axis(p, t.clusters.k, { type: 'category', data: report.candidates.map((x) => String(x.k)) }),
      yAxis: valueAxis(p, t.clusters.silhouette, f.loose, { nameGap: 38, splitNumber: 3 }),
      series: [
        {
          type: 'bar',
          name: t.clusters.silhouette,
          data: report.candidates.map((x) => ({
            value: x.silhouette,
            itemStyle: { color: x.k === report.k ? p.accent : p.skipped, borderRadius: [3, 3, 0, 0] },
          })),
        },
      ],
    }),
    [report, t, f],
  );
  const label = `${t.clusters.candidates}: ${report.candidates.map((x) => `${x.k}: ${f.decimal(x.silhouette)}`).join(', ')}`;
  return <Chart label={label} height={176} option={option} />;
}
