import { useCallback, useState } from 'react';
import type { Model, UpliftReport } from '../../api/models';
import { axis, Chart, legend, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { BestTenths } from './BestTenths';

/** What was foreseen to be gained in each tenth, and what was: a click on a bar takes everybody from the best tenth down to it. */
export function UpliftTenths({ model, report }: { model: Model; report: UpliftReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const [upTo, setUpTo] = useState(1);
  const { tenths } = report;
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 56, right: 16, top: 36, bottom: 48 },
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: unknown) => (typeof v === 'number' ? t.experiments.points(f.decimal(v)) : '–') }),
      xAxis: axis(p, m.decile, { type: 'category', data: tenths.map((one) => String(one.tenth)), splitLine: { show: false } }),
      yAxis: valueAxis(p, '', f.loose),
      series: [
        {
          type: 'bar',
          name: t.experiments.measuredEffect,
          barCategoryGap: '24%',
          itemStyle: { color: p.accent },
          data: tenths.map((one, i) => ({
            value: one.effect && 100 * one.effect.value,
            itemStyle: { color: i < upTo ? p.accent : p.skipped, opacity: i < upTo ? 1 : 0.45 },
          })),
        },
        line(
          m.foreseen,
          tenths.map((one) => 100 * one.foreseen),
          p.ink2,
          { dash: 'dashed', dots: true },
        ),
      ],
    }),
    [tenths, upTo, m, t, f],
  );
  const points = (value: number) => t.experiments.points(f.decimal(100 * value));
  return (
    <Card title={m.gainByTenth}>
      <div className="stack">
        <p className="muted">{m.gainByTenthHint}</p>
        <Chart
          label={`${m.gainByTenth}: ${tenths.map((one) => `${one.tenth}: ${one.effect ? points(one.effect.value) : '–'}`).join(', ')}`}
          height={280}
          option={option}
          onClick={(index) => setUpTo(index + 1)}
        />
        <BestTenths model={model} upTo={upTo} onChange={setUpTo}>
          {m.range} ≥ {points(tenths[upTo - 1]?.from ?? 0)}
        </BestTenths>
      </div>
    </Card>
  );
}
