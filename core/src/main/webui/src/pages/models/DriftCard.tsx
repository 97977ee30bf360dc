import { useCallback } from 'react';
import type { Drift, Look, Watch } from '../../api/watch';
import { axis, Chart, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Table } from '../../design/Listing';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { WatchCourse } from './WatchCourse';

const MOST = 15;
const ROW = 26;
/** Long names go on in a second line: they must leave room for bars on a phone. */
const LABEL = 112;

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
        grid: { left: 8, right: 56, top: 20, bottom: 40, containLabel: true },
        tooltip: tooltip(p, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v: number) => f.decimal(v, 3) }),
        xAxis: valueAxis(p, w.psi, f.loose, { min: 0, splitNumber: 4, max: (top: { max: number }) => Math.max(watch.floors.psi * 2, Math.ceil(top.max * 10) / 10) }),
        yAxis: axis(p, '', {
          type: 'category',
          data: rows.map((one) => one.label[language]),
          splitLine: { show: false },
          axisLabel: { color: p.ink2, fontSize: 11, lineHeight: 12, width: LABEL, overflow: 'break' },
        }),
        series: [
          {
            type: 'bar',
            name: w.psi,
            barMaxWidth: 14,
            data: rows.map((one) => ({
              value: one.psi,
              itemStyle: { color: one.drifts ? p.bad : p.accent, borderRadius: [0, 4, 4, 0] },
              label: { show: one.drifts, position: 'right', formatter: w.drifts, color: p.ink2, fontSize: 11 },
            })),
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
          <Table compact columns={[{ label: w.feature }, ...['PSI', w.ks, w.shift, w.chance].map((label) => ({ label, right: true }))]}>
            {all.map((one) => (
              <tr key={one.name}>
                <td className="break">{one.label[language]}</td>
                <td data-label="PSI" className="right num">
                  {f.decimal(one.psi, 3)}
                </td>
                <td data-label={w.ks} className="right num">
                  {one.ks === null ? '–' : f.decimal(one.ks, 3)}
                </td>
                <td data-label={w.shift} className="right num">
                  {one.wasserstein === null ? '–' : f.loose(one.wasserstein, 3)}
                </td>
                <td data-label={w.chance} className="right num">
                  {one.pValue < 0.0001 ? `< ${f.decimal(0.0001, 4)}` : f.decimal(one.pValue, 4)}
                </td>
              </tr>
            ))}
          </Table>
        </details>
      </div>
    </Card>
  );
}
