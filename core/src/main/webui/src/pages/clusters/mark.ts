import type { Cluster } from '../../api/models';

/** Outlines in a square of 12 by 12, each told from the others without colour. */
const SHAPES = [
  'M6 0A6 6 0 1 1 6 12A6 6 0 1 1 6 0Z',
  'M6 0L12 6L6 12L0 6Z',
  'M6 0L12 12L0 12Z',
  'M0 0L12 0L12 12L0 12Z',
  'M4 0L8 0L8 4L12 4L12 8L8 8L8 12L4 12L4 8L0 8L0 4L4 4Z',
  'M0 0L12 0L6 12Z',
  'M3 0L6 3L9 0L12 3L9 6L12 9L9 12L6 9L3 12L0 9L3 6L0 3Z',
  'M0 0L12 0L7 6L12 12L0 12L5 6Z',
] as const;

export interface Mark {
  /** outline in a square of 12 by 12 */
  shape: string;
  /** which of the palette's colours; none for those who belong to no group */
  color: number | null;
  /** the same colour in styles */
  css: string;
}

/** How a group looks wherever it is shown. Shapes wander by one with every round of colours, so that 64 groups look different. */
export function markOf(clusters: Pick<Cluster, 'noise'>[], i: number): Mark {
  if (clusters[i]?.noise) return { shape: SHAPES[0], color: null, css: 'var(--skipped)' };
  const color = i % SHAPES.length;
  return { shape: SHAPES[(i + Math.floor(i / SHAPES.length)) % SHAPES.length]!, color, css: `var(--c${color})` };
}
