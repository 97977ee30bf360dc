import type { Palette } from './Chart';

type Dash = 'solid' | 'dashed' | 'dotted';

/** A line that is told from others by its dashes, too. With `dots` each value is marked; else the legend shows the bare line. */
export const line = (name: string, data: unknown[], color: string, { dash = 'solid', dots = false }: { dash?: Dash; dots?: boolean } = {}) => ({
  type: 'line',
  name,
  data,
  symbol: dots ? 'circle' : 'none',
  symbolSize: 6,
  lineStyle: { width: 2.5, color, type: dash },
  itemStyle: { color, opacity: dots ? 1 : 0 },
});

/** Wide enough that dashes can be seen. */
export const legend = (p: Palette) => ({ top: 0, itemWidth: 32, textStyle: { color: p.ink2 } });
