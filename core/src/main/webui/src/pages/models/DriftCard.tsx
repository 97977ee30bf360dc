import { useCallback } from 'react';
import type { Drift, Look, Watch } from '../../api/watch';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { WatchCourse } from './WatchCourse';

const MOST = 15;
const ROW = 26;

/** How far each feature, the scores and the outcomes moved, those that moved most on top, and how that went look by look. */
export function DriftCard({ look, watch }: { look: Look; watch: Watch }) {
  const { t, f, language } = useI18n();
  const w = t.watch;
  const all = [look.outcomes, look.scores, ...look.features].filter((one): one is Drift => one !== null);
  const shown = all.slice(0, MOST);
  const option = useCallback(
    (p: Palette) => {
      const rows = [...shown].reverse();
      return {
        grid: { left: 8, right: 24, top: 20, bottom: 40, containLabel: true },
        tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => f.decimal(v, 3) }),
        xAxis: axis(p, w.psi, { type: 'value', min: 0, max: (top: { max: number }) => Math.max(watch.floors.psi * 2, top.max) }),
        yAxis: axis(p, '', { type: 'category', data: rows.map((one) => one.label[language]), splitLine: { show: false } }),
        series: [
          {
            type: 'bar',
            name: w.psi,
            barMaxWidth: 14,
            data: rows.map((one) => ({ value: one.psi, itemStyle: { color: one.drifts ? p.bad : p.accent, borderRadius: [0, 4, 4, 0] } })),
            markLine: {
              silent: true,
              symbol: 'none',
              label: { formatter: w.floor, color: p.ink2 },
              lineStyle: { color: p.ink2, type: 'dashed' },
              data: [{ xAxis: watch.floors.psi }],
            },
          },
        ],
      };
    },
    [look, watch.floors.psi, language, w, f],
  );
  if (all.length === 0) return null;
  return (
    <Card title={w.moved}>
      <div className="stack">
        <p className="muted">{w.movedHint}</p>
        <Chart
          label={`${w.moved}: ${shown.map((one) => `${one.label[language]} ${f.decimal(one.psi, 2)}`).join(', ')}`}
          height={70 + shown.length * ROW}
          option={option}
        />
        {all.length > MOST && <p className="small muted">{w.more(all.length - MOST)}</p>}
        {watch.history.length > 1 && <WatchCourse watch={watch} />}
        <details>
          <summary>{w.figures}</summary>
          <div className="table-wrap">
            <table className="table compact">
              <thead>
                <tr>
                  <th>{w.feature}</th>
                  <th className="right">PSI</th>
                  <th className="right">{w.ks}</th>
                  <th className="right">{w.shift}</th>
                  <th className="right">{w.chance}</th>
                </tr>
              </thead>
              <tbody>
                {all.map((one) => (
                  <tr key={one.name}>
                    <td>{one.label[language]}</td>
                    <td className="right num">{f.decimal(one.psi, 3)}</td>
                    <td className="right num">{one.ks === null ? '–' : f.decimal(one.ks, 3)}</td>
                    <td className="right num">{one.wasserstein === null ? '–' : f.loose(one.wasserstein, 3)}</td>
                    <td className="right num">{one.pValue < 0.0001 ? `< ${f.decimal(0.0001, 4)}` : f.decimal(one.pValue, 4)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    </Card>
  );
}
