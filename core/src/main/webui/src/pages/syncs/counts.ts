import { NO_TALLY, type Run, type RunCounts, type Tally } from '../../api/runs';

const sum = (counts: RunCounts | null | undefined, of: (tally: Tally) => number): number =>
  [counts?.added, counts?.changed, counts?.removed].reduce((n, tally) => n + of(tally ?? NO_TALLY), 0);

export const rejectedIn = (run: Run | null | undefined): number => sum(run?.counts, (tally) => tally.rejected);

export const acceptedIn = (run: Run | null | undefined): number => sum(run?.counts, (tally) => tally.accepted);

export const touched = (counts: RunCounts): number => sum(counts, (tally) => tally.accepted + tally.rejected);
