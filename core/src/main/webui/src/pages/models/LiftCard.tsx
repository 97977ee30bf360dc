import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Model, PredictionReport } from '../../api/models';
import { Button } from '../../design/Button';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';

/** The decile chart: a click on a bar takes everybody from the best tenth down to it. */
export function LiftCard({ model, report }: { model: Model; report: PredictionReport }) {
  const { t, f } = useI18n();
  const m = t.models;
  const navigate = useNavigate();
  const mayEdit = useMay('editor');
  const [upTo, setUpTo] = useState(1);
  const tenths = [...report.lift].sort((a, b) => a.decile - b.decile);
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 48, right: 16, top: 12, bottom: 48 },
      tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => `${f.decimal(v, 1)} ×` }),
      xAxis: axis(p, m.decile, { type: 'category', data: tenths.map((d) => String(d.decile)), splitLine: { show: false } }),
      yAxis: axis(p, m.liftAxis, { type: 'value', nameGap: 34 }),
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
  const share = upTo / 10;
  const label = `${m.lift}: ${tenths.map((d) => `${d.decile}: ${f.decimal(d.lift, 1)}`).join(', ')}`;
  return (
    <Card title={m.lift}>
      <div className="stack">
        <p className="muted">{m.liftHint}</p>
        <Chart label={label} height={280} option={option} onClick={(index) => setUpTo(index + 1)} />
        <div className="row between">
          <label className="row grow">
            <span className="sr">{m.range}</span>
            <input type="range" className="range" min={1} max={10} value={upTo} onChange={(e) => setUpTo(Number(e.target.value))} />
            <span className="small muted num">
              {m.range} ≥ {f.decimal(tenths[upTo - 1]?.from ?? 0)} · {m.rate} {f.percent(rateUpTo(tenths, upTo), 1)}
              {tenths[upTo - 1]?.gain !== undefined && ` · ${m.gain(f.percent(tenths[upTo - 1]!.gain!))}`}
            </span>
          </label>
          {mayEdit && (
            <Button
              look="primary"
              icon="segment"
              onClick={() =>
                void navigate('/segments/new', {
                  state: { name: m.topName(model.name, f.percent(share)), kind: 'prediction', definition: { all: [{ score: model.id, top: share }] } },
                })
              }
            >
              {m.makeSegmentTop(upTo)}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

const rateUpTo = (tenths: PredictionReport['lift'], n: number) => tenths.slice(0, n).reduce((sum, d) => sum + d.rate, 0) / Math.max(1, n);
