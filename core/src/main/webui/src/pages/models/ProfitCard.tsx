import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Model, PredictionReport } from '../../api/models';
import { Button } from '../../design/Button';
import { Chart, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Field } from '../../design/Field';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { best, profitCurve } from './profit';

/** How many to contact: what a hit brings and what a contact costs decide. */
export function ProfitCard({ model, report }: { model: Model; report: PredictionReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const navigate = useNavigate();
  const mayEdit = useMay('editor');
  const [value, setValue] = useState(30);
  const [cost, setCost] = useState(1);
  const curve = useMemo(() => profitCurve(report, value, cost), [report, value, cost]);
  const peak = best(curve);
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 64, right: 16, top: 28, bottom: 48 },
      tooltip: tooltip(p, {
        trigger: 'axis',
        valueFormatter: (v: unknown) => f.number(Number(Array.isArray(v) ? v[1] : v)),
      }),
      xAxis: valueAxis(p, m.profitX, f.percent, { min: 0, max: 1 }),
      yAxis: valueAxis(p, m.profitY, f.compact, { nameGap: 50 }),
      series: [
        {
          ...line(
            m.profitY,
            curve.map((point) => [point.share, point.profit]),
            p.accent,
          ),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { formatter: f.percent(peak.share), color: p.ink2 },
            lineStyle: { color: p.ink2, type: 'dashed' },
            data: [{ xAxis: peak.share }],
          },
        },
      ],
    }),
    [curve, peak.share, m, f],
  );
  const sentence = peak.share > 0 ? m.profitBest(f.percent(peak.share), f.number(peak.profit)) : m.profitNever;
  const amount = (next: number) => (Number.isNaN(next) || next < 0 ? 0 : next);
  return (
    <Card title={m.profit}>
      <div className="stack">
        <p className="muted">{m.profitHint}</p>
        <div className="cols-2">
          <Field label={m.hitValue}>
            {(w) => (
              <input {...w} className="input" type="number" min={0} step="any" value={value} onChange={(e) => setValue(amount(e.target.valueAsNumber))} />
            )}
          </Field>
          <Field label={m.contactCost}>
            {(w) => <input {...w} className="input" type="number" min={0} step="any" value={cost} onChange={(e) => setCost(amount(e.target.valueAsNumber))} />}
          </Field>
        </div>
        <Chart label={`${m.profit}: ${sentence}`} height={260} option={option} />
        <div className="row between">
          <span>{sentence}</span>
          {mayEdit && peak.share > 0 && peak.share < 1 && (
            <Button
              icon="segment"
              onClick={() =>
                void navigate('/segments/new', {
                  state: { name: m.topName(model.name, f.percent(peak.share, 1)), kind: 'prediction', definition: { all: [{ score: model.id, top: round(peak.share) }] } },
                })
              }
            >
              {m.makeSegmentBest}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

const round = (share: number) => Math.max(0.001, Math.round(share * 1000) / 1000);
