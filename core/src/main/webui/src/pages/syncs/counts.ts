import type { Run, RunCounts } from '../../api/runs';

export const rejectedIn = (run: Run | null | undefined): number => {
  const counts = run?.counts;
  return counts ? counts.added.rejected + counts.changed.rejected + counts.removed.rejected : 0;
};

export const touched = (counts: RunCounts): number =>
  [counts.added, counts.changed, counts.removed].reduce((n, tally) => n + tally.accepted + tally.rejected, 0);
