import { useQueries } from '@tanstack/react-query';
import { syncs, type Sync } from './syncs';

/**
 * Rows that stand refused at each sync's destination. A run counts only what it tried itself; a row refused last week and
 * untouched since still stands until somebody resolves it.
 */
export function useStanding(list: Sync[]): Map<number, number> {
  return useQueries({
    queries: list.map((sync) => ({
      queryKey: ['rejected', sync.id, 'standing', sync.lastRun?.id, sync.lastRun?.state],
      queryFn: () => syncs.rejected(sync.id, 1),
      enabled: sync.lastRun != null,
    })),
    combine: (answers) =>
      new Map(
        answers.map((answer, i) => {
          const groups = answer.data?.groups ?? [];
          return [list[i]!.id, groups.filter((g) => g.state !== 'skipped').reduce((n, g) => n + g.count, 0)];
        }),
      ),
  });
}
