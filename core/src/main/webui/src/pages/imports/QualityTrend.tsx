import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { sources, type SourceQuality } from '../../api/sources';
import { axis, Chart, legend, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
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
    (p: Palette) => ({
      grid: { left: 56, right: 16, top: 32, bottom: 32 },
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: number) => f.percent(v, 1) }),
      xAxis: axis(p, '', { type: 'category', data: imports.map((one) => f.dateTime(one.at)) }),
      yAxis: valueAxis(p, '', (v) => f.percent(v, 1), { min: 0 }),
      series: [
        line(
          m.missing,
          imports.map((one) => one.missing),
          p.accent,
          { dots: true },
        ),
        line(
          m.trendInvalid,
          imports.map((one) => one.invalid),
          p.bad,
          { dash: 'dashed', dots: true },
        ),
        line(
          m.trendDuplicates,
          imports.map((one) => one.duplicates),
          p.ink2,
          { dash: 'dotted', dots: true },
        ),
      ],
    }),
    [imports, m, f],
  );
  const last = imports.at(-1)!;
  const label = `${m.trend}: ${m.missing} ${f.percent(last.missing, 1)}, ${m.trendInvalid} ${f.percent(last.invalid, 1)}, ${m.trendDuplicates} ${f.percent(last.duplicates, 1)}`;
  return <Chart label={label} height={220} option={option} />;
}
