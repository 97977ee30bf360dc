import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isFinal, runs, type Run } from './runs';
import { listen } from './sse';

/** One run, live: server-sent events while it works; where they do not get through, a look every two seconds. */
export function useRun(id: number | undefined) {
  const cache = useQueryClient();
  const query = useQuery({
    queryKey: ['run', id],
    queryFn: () => runs.one(id!),
    enabled: id !== undefined,
    refetchInterval: (q) => (q.state.data && isFinal(q.state.data.state) ? false : 2000),
  });
  const working = query.data ? !isFinal(query.data.state) : false;

  useEffect(() => {
    if (id === undefined || !working) return;
    const abort = new AbortController();
    listen(
      `/runs/${id}/events`,
      ({ data }) => {
        const run = JSON.parse(data) as Run;
        cache.setQueryData(['run', id], run);
        if (isFinal(run.state)) void cache.invalidateQueries();
      },
      abort.signal,
    ).catch(() => undefined);
    return () => abort.abort();
  }, [id, working, cache]);

  return query;
}
