import { useCallback, useState } from 'react';
import type { Model, ValueReport } from '../../api/models';
import { axis, Chart, legend, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { BestTenths } from './BestTenths';

const HEIGHT = 260;
const grid = { left: 64, right: 16, top: 36, bottom: 48 };

/** Money foreseen beside money that came, for each tenth of the customers. */
export function TenthsCard({ model, report }: { model: Model; report: ValueReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const [upTo, setUpTo] = useState(1);
  const { deciles } = report;
  const option = useCallback(
    (p: Palette) => ({
      grid,
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => f.number(v) }),
      xAxis: axis(p, m.decile, { type: 'category', data: deciles.map((d) => String(d.decile)), splitLine: { show: false } }),
      yAxis: valueAxis(p, '', f.compact),
      series: [
        { type: 'bar', name: m.foreseen, data: deciles.map((d) => d.forecast), itemStyle: { color: p.skipped, borderRadius: [4, 4, 0, 0] } },
        { type: 'bar', name: m.came, data: deciles.map((d) => d.actual), itemStyle: { color: p.accent, borderRadius: [4, 4, 0, 0] } },
      ],
    }),
    [deciles, m, f],
  );
  const came = deciles.reduce((sum, d) => sum + d.actual, 0);
  const best = deciles.slice(0, upTo).reduce((sum, d) => sum + d.actual, 0);
  const label = `${m.tenths}: ${deciles.map((d) => `${d.decile}: ${f.number(d.forecast)} / ${f.number(d.actual)}`).join(', ')}`;
  return (
    <Card title={m.tenths}>
      <div className="stack">
        <p className="muted">{m.tenthsHint}</p>
        <Chart label={label} height={HEIGHT} option={option} onClick={(index) => setUpTo(index + 1)} />
        <BestTenths model={model} upTo={upTo} onChange={setUpTo}>
          {m.range} ≥ {f.decimal(deciles[upTo - 1]?.from ?? 0)}
          {came > 0 && ` · ${m.brought(f.percent(best / came))}`}
        </BestTenths>
      </div>
    </Card>
  );
}

/** Purchases foreseen and those that came, adding up over the time held out. */
export function Course({ report }: { report: ValueReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const option = useCallback(
    (p: Palette) => ({
      grid,
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: number) => f.number(v) }),
      xAxis: valueAxis(p, m.courseX, f.number, { max: report.window.judgedDays }),
      yAxis: valueAxis(p, '', f.compact),
      series: [
        line(
          m.foreseen,
          report.course.map(([day, foreseen]) => [day, foreseen]),
          p.ink2,
          { dash: 'dashed' },
        ),
        line(
          m.came,
          report.course.map(([day, , came]) => [day, came]),
          p.accent,
        ),
      ],
    }),
    [report, m, f],
  );
  return <Chart label={`${m.course}: ${f.number(report.purchases.forecast)} / ${f.number(report.purchases.actual)}`} height={HEIGHT} option={option} />;
}

/** How many customers fall into each bar: from, to, customers. */
export function Histogram({ label, x, bars, edge }: { label: string; x: string; bars: [number, number, number][]; edge: (value: number) => string }) {
  const { t, f } = useI18n();
  // a dash would look like a sign
  const span = useCallback((from: number, to: number) => `${edge(from)}${from < 0 ? ' … ' : '–'}${edge(to)}`, [edge]);
  const option = useCallback(
    (p: Palette) => ({
      grid,
      tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => f.number(v) }),
      xAxis: axis(p, x, { type: 'category', data: bars.map(([from, to]) => span(from, to)), splitLine: { show: false } }),
      yAxis: valueAxis(p, '', f.compact),
      series: [
        {
          type: 'bar',
          name: t.models.metricWords['customers'],
          barCategoryGap: '12%',
          data: bars.map(([, , customers]) => customers),
          itemStyle: { color: p.accent, borderRadius: [3, 3, 0, 0] },
        },
      ],
    }),
    [bars, x, span, t, f],
  );
  return <Chart label={`${label}: ${bars.map(([from, to, n]) => `${span(from, to)}: ${f.number(n)}`).join(', ')}`} height={HEIGHT} option={option} />;
}
