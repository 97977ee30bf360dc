import { useCallback, useState } from 'react';
import type { Model, PredictionReport } from '../../api/models';
import { axis, Chart, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { BestTenths } from './BestTenths';

/** The decile chart: a click on a bar takes everybody from the best tenth down to it. */
export function LiftCard({ model, report }: { model: Model; report: PredictionReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const [upTo, setUpTo] = useState(1);
  const tenths = [...report.lift].sort((a, b) => a.decile - b.decile);
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 48, right: 16, top: 12, bottom: 48 },
      tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => `${f.decimal(v, 1)} ×` }),
      xAxis: axis(p, m.decile, { type: 'category', data: tenths.map((d) => String(d.decile)), splitLine: { show: false } }),
      yAxis: valueAxis(p, m.liftAxis, f.loose, { nameGap: 34 }),
      series: [
        {
          type: 'bar',
          name: m.lift,
          barCategoryGap: '24%',
          data: tenths.map((d, i) => ({
            value: d.lift,
            itemStyle: { color: i < upTo ? p.accent : p.skipped, opacity: i < upTo ? 1 : 0.45, borderRadius: [4, 4, 0, 0] },
          })),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { formatter: m.chance, color: p.ink2, position: 'insideEndTop' },
            lineStyle: { color: p.ink2, type: 'dashed' },
            data: [{ yAxis: 1 }],
          },
        },
      ],
    }),
    [tenths.length, report, upTo, m, f],
  );
  const label = `${m.lift}: ${tenths.map((d) => `${d.decile}: ${f.decimal(d.lift, 1)}`).join(', ')}`;
  return (
    <Card title={m.lift}>
      <div className="stack">
        <p className="muted">{m.liftHint}</p>
        <Chart label={label} height={280} option={option} onClick={(index) => setUpTo(index + 1)} />
        <BestTenths model={model} upTo={upTo} onChange={setUpTo}>
          {m.range} ≥ {f.decimal(tenths[upTo - 1]?.from ?? 0)} · {m.rate} {f.percent(rateUpTo(tenths, upTo), 1)}
          {tenths[upTo - 1]?.gain !== undefined && ` · ${m.gain(f.percent(tenths[upTo - 1]!.gain!))}`}
        </BestTenths>
      </div>
    </Card>
  );
}

const rateUpTo = (tenths: PredictionReport['lift'], n: number) => tenths.slice(0, n).reduce((sum, d) => sum + d.rate, 0) / Math.max(1, n);
