import { useCallback } from 'react';
import type { Model } from '../../api/models';
import type { Look, Watch } from '../../api/watch';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** How right it was about what came after it was learned, look by look. */
export function PerformanceCard({ model, look, watch }: { model: Model; look: Look; watch: Watch }) {
  const { t, f } = useI18n();
  const w = t.watch;
  const now = look.performance;
  const points = watch.history.filter((point) => point.auc !== null);
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 48, right: 16, top: 36, bottom: 32 },
      legend: { top: 0, textStyle: { color: p.ink2 } },
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => (v == null ? '–' : f.decimal(Number(v), 3)) }),
      xAxis: axis(p, '', { type: 'time', splitLine: { show: false } }),
      yAxis: axis(p, '', { type: 'value', min: 0, max: 1 }),
      series: [
        { type: 'line', name: 'ROC-AUC', data: points.map((x) => [x.at, x.auc]), symbolSize: 6, itemStyle: { color: p.accent }, lineStyle: { color: p.accent, width: 2.5 } },
        { type: 'line', name: w.brier, data: points.map((x) => [x.at, x.brier]), symbolSize: 6, itemStyle: { color: p.skipped }, lineStyle: { color: p.skipped, width: 2 } },
      ],
    }),
    [watch, w, f],
  );
  return (
    <Card title={w.performance}>
      <div className="stack">
        {model.kind === 'prediction' && <p className="muted">{w.performanceHint}</p>}
        {!now && <p>{model.kind !== 'prediction' ? w.noAnswer : look.outcomesFrom ? w.waiting(f.date(look.outcomesFrom)) : w.noOutcomes}</p>}
        {now && (
          <Figures
            figures={[
              { label: `ROC-AUC · ${w.now}`, value: f.decimal(now.auc, 3), after: w.onCustomers(now.customers) },
              { label: `ROC-AUC · ${w.then}`, value: f.decimal(now.aucThen, 3) },
              { label: w.brier, value: f.decimal(now.brier, 3) },
              { label: w.foreseen, value: f.percent(now.foreseen, 1) },
              { label: w.came, value: f.percent(now.rate, 1) },
            ]}
          />
        )}
        {points.length > 1 && (
          <Chart label={`${w.performance} ${points.map((x) => `${f.date(x.at)} ${f.decimal(x.auc ?? 0, 2)}`).join(', ')}`} height={220} option={option} />
        )}
      </div>
    </Card>
  );
}
