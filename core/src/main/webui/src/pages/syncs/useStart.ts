import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { syncs, type Sync } from '../../api/syncs';

/** Starts a run, of a paused sync too, and goes there. */
export function useStart(sync: Sync) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      if (sync.state === 'paused') await syncs.resume(sync.id);
      return syncs.run(sync.id);
    },
    onSuccess: (started) => {
      void cache.invalidateQueries();
      void navigate(`/runs/${started.run}`);
    },
  });
}
