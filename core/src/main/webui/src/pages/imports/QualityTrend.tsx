import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { sources, type SourceQuality } from '../../api/sources';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

const LEAST = 2;

/** How good the data of a source were, import by import; nothing where there is nothing to compare. */
export function QualityTrend({ source }: { source: number }) {
  const { t } = useI18n();
  const trend = useQuery({ queryKey: ['imports', source, 'quality'], queryFn: () => sources.quality(source) });
  const imports = trend.data?.items ?? [];
  if (imports.length < LEAST) return null;
  return (
    <Card title={t.imports.trend} aside={<span className="small muted">{t.imports.trendHint}</span>}>
      <Lines imports={[...imports].reverse()} />
    </Card>
  );
}

function Lines({ imports }: { imports: SourceQuality[] }) {
  const { t, f } = useI18n();
  const m = t.imports;
  const option = useCallback(
    (p: Palette) => {
      const line = (name: string, data: number[], color: string, type: string) => ({
        type: 'line',
        name,
        data,
        lineStyle: { width: 2.5, color, type },
        itemStyle: { color },
      });
      return {
        grid: { left: 56, right: 16, top: 32, bottom: 32 },
        legend: { top: 0, textStyle: { color: p.ink2 } },
        tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: number) => f.percent(v, 1) }),
        xAxis: axis(p, '', { type: 'category', data: imports.map((one) => f.dateTime(one.at)) }),
        yAxis: axis(p, '', { type: 'value', min: 0, axisLabel: { color: p.ink2, formatter: (v: number) => f.percent(v, 1) } }),
        series: [
          line(
            m.missing,
            imports.map((one) => one.missing),
            p.accent,
            'solid',
          ),
          line(
            m.trendInvalid,
            imports.map((one) => one.invalid),
            p.bad,
            'dashed',
          ),
          line(
            m.trendDuplicates,
            imports.map((one) => one.duplicates),
            p.skipped,
            'dotted',
          ),
        ],
      };
    },
    [imports, m, f],
  );
  const last = imports.at(-1)!;
  const label = `${m.trend}: ${m.missing} ${f.percent(last.missing, 1)}, ${m.trendInvalid} ${f.percent(last.invalid, 1)}, ${m.trendDuplicates} ${f.percent(last.duplicates, 1)}`;
  return <Chart label={label} height={220} option={option} />;
}
