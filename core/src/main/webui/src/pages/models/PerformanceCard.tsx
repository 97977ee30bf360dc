import { useCallback } from 'react';
import type { Model } from '../../api/models';
import type { Look, Watch } from '../../api/watch';
import { Chart, legend, line, timeAxis, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
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
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => (v == null ? '–' : f.decimal(Number(v), 3)) }),
      xAxis: timeAxis(p, f),
      yAxis: valueAxis(p, '', f.loose, { min: 0, max: 1 }),
      series: [
        line(
          'ROC-AUC',
          points.map((x) => [x.at, x.auc]),
          p.accent,
          { dots: true },
        ),
        line(
          w.brier,
          points.map((x) => [x.at, x.brier]),
          p.ink2,
          { dash: 'dashed', dots: true },
        ),
      ],
    }),
    [watch, w, f],
  );
  const why = () => {
    if (model.kind === 'external' && !model.target) return t.models.external.notJudged;
    if (model.kind !== 'external' && model.kind !== 'prediction') return w.noAnswer;
    return look.outcomesFrom ? w.waiting(f.date(look.outcomesFrom)) : w.noOutcomes;
  };
  return (
    <Card title={w.performance}>
      <div className="stack">
        {model.kind === 'prediction' && <p className="muted">{w.performanceHint}</p>}
        {!now && <p>{why()}</p>}
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
