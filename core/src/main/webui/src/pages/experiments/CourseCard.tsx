import { useCallback } from 'react';
import type { ExperimentReport, Outcome } from '../../api/experiments';
import { axis, Chart, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { difference } from './inMeasure';

/** The effect by the days after each person came in, with its interval as a band. */
export function CourseCard({ course, outcome }: { course: ExperimentReport['course']; outcome: Outcome }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const option = useCallback(
    (p: Palette) => {
      const scale = outcome.measure === 'rate' ? 100 : 1;
      const band = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, tooltip: { show: false } };
      return {
        grid: { left: 56, right: 16, top: 16, bottom: 48 },
        tooltip: tooltip(p, {
          trigger: 'axis',
          formatter: (shown: { dataIndex: number }[]) => {
            const day = course[shown[0]?.dataIndex ?? 0];
            return day
              ? `${day.day}: ${difference(outcome.measure, day.effect.value, t, f)}\n${difference(outcome.measure, day.effect.low, t, f)} … ${difference(outcome.measure, day.effect.high, t, f)}`
              : '';
          },
        }),
        xAxis: axis(p, e.courseX, { type: 'category', data: course.map((day) => day.day), boundaryGap: false, splitLine: { show: false } }),
        yAxis: valueAxis(p, '', f.loose),
        series: [
          { ...band, data: course.map((day) => scale * day.effect.low) },
          { ...band, data: course.map((day) => scale * (day.effect.high - day.effect.low)), areaStyle: { color: p.accent, opacity: 0.18 } },
          {
            type: 'line',
            data: course.map((day) => scale * day.effect.value),
            showSymbol: false,
            lineStyle: { width: 2.5, color: p.accent },
            itemStyle: { color: p.accent },
            markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: p.ink2, type: 'dashed' }, data: [{ yAxis: 0 }] },
          },
        ],
      };
    },
    [course, outcome, t, f, e],
  );
  const last = course[course.length - 1];
  if (!last) return null;
  return (
    <Card title={e.course}>
      <div className="stack">
        <p className="small muted">{e.courseHint}</p>
        <Chart label={`${e.course}: ${difference(outcome.measure, last.effect.value, t, f)}`} height={260} option={option} />
      </div>
    </Card>
  );
}
