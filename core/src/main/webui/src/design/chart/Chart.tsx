import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'react';
import { useTheme } from '../theme';

export { axis, timeAxis, valueAxis } from './axis';
export { legend, line } from './line';

export interface Palette {
  ink: string;
  ink2: string;
  line: string;
  accent: string;
  bad: string;
  skipped: string;
  surface: string;
  clusters: string[];
}

function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    ink2: read('--ink-2'),
    line: read('--line'),
    accent: read('--accent'),
    bad: read('--bad'),
    skipped: read('--skipped'),
    surface: read('--raised'),
    clusters: Array.from({ length: 8 }, (_, i) => read(`--c${i}`)),
  };
}

interface Props {
  label: string;
  height: number;
  option: (palette: Palette) => EChartsCoreOption;
  onClick?: (index: number) => void;
}

/** ECharts, loaded only where a chart is shown, in the colours of the design. `label` says in words what it shows. */
export function Chart({ label, height, option, onClick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const theme = useTheme();
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    let gone = false;
    const element = place.current!;
    const resize = new ResizeObserver(() => chart.current?.resize());
    void import('./echarts').then(({ init }) => {
      if (gone) return;
      chart.current = init(element);
      chart.current.setOption(dressed(option(palette())));
      chart.current.on('click', (e) => click.current?.(e.dataIndex));
      resize.observe(element);
    });
    return () => {
      gone = true;
      resize.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
    // A chart is drawn anew when its data or the colours change; both are cheap at the sizes we draw.
  }, [option, theme]);

  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}

function dressed(option: EChartsCoreOption): EChartsCoreOption {
  const p = palette();
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    animation: !still,
    animationDuration: 300,
    textStyle: { fontFamily: "'Inter Variable', system-ui, sans-serif", color: p.ink2, fontSize: 12 },
    ...option,
  };
}

/** Text drawn by the chart itself: markup with style attributes would not pass the page's security policy. */
export const tooltip = (p: Palette, more: Record<string, unknown> = {}) => ({
  renderMode: 'richText',
  backgroundColor: p.surface,
  borderColor: p.line,
  textStyle: { color: p.ink, fontSize: 12 },
  ...more,
});
