import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { alerts } from './alerts';
import { listen } from './sse';

/** What is wrong, live: told by server-sent events; where they do not get through, a look now and then. */
export function useAlerts() {
  const cache = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    listen('/alerts/events', () => void cache.invalidateQueries({ queryKey: ['alerts'] }), abort.signal).catch(() => undefined);
    return () => abort.abort();
  }, [cache]);
  return useQuery({ queryKey: ['alerts', 'firing'], queryFn: alerts.firing, refetchInterval: 15_000 });
}
