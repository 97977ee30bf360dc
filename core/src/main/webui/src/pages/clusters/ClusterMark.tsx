/** Shapes of the dots of each cluster on the map, in the order of the report. */
export const SHAPES = ['circle', 'diamond', 'triangle', 'rect', 'circle', 'diamond', 'triangle', 'rect'] as const;

const DRAWN: Record<(typeof SHAPES)[number], string> = {
  circle: 'M5 0a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  diamond: 'M5 0l5 5l-5 5l-5-5z',
  triangle: 'M5 .5l5 9h-10z',
  rect: 'M.5 .5h9v9h-9z',
};

/** What a cluster's dots look like: its shape tells it apart for whom colours do not. */
export function ClusterMark({ place }: { place: number }) {
  return (
    <svg className="cluster-mark" viewBox="0 0 10 10" width="11" height="11" aria-hidden="true">
      <path d={DRAWN[SHAPES[place % SHAPES.length]!]} fill={`var(--c${place % 8})`} />
    </svg>
  );
}
