import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { isNotStarted, syncs, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { ProblemNotice } from '../../design/Notice';
import { Removal } from '../../design/Removal';
import { useI18n } from '../../i18n';
import { useStart } from './useStart';

export function SyncActions({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const cache = useQueryClient();
  const run = useStart(sync);
  const toggle = useMutation({
    mutationFn: () => (sync.state === 'paused' ? syncs.resume(sync.id) : syncs.pause(sync.id)),
    onSuccess: () => void cache.invalidateQueries(),
  });
  const paused = sync.state === 'paused';
  return (
    <>
      {sync.lastRun && <Resync sync={sync} />}
      <Removal label={s.delete} title={s.deleteTitle(sync.name)} text={s.deleteText} remove={() => syncs.remove(sync.id)} from="syncs" to="/syncs" />
      {isNotStarted(sync) ? (
        <Button look="primary" icon="play" busy={run.isPending} onClick={() => run.mutate()}>
          {s.start}
        </Button>
      ) : (
        <>
          <Button icon={paused ? 'play' : 'pause'} busy={toggle.isPending} onClick={() => toggle.mutate()}>
            {paused ? s.resume : s.pause}
          </Button>
          <Button look="primary" icon="play" busy={run.isPending} disabled={paused} onClick={() => run.mutate()}>
            {s.run}
          </Button>
        </>
      )}
      <ProblemNotice error={run.error ?? toggle.error} />
    </>
  );
}

function Resync({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const resync = useMutation({
    mutationFn: () => syncs.resync(sync.id),
    onSuccess: (started) => {
      setAsking(false);
      void cache.invalidateQueries();
      void navigate(`/runs/${started.run}`);
    },
  });
  return (
    <>
      <Button look="quiet" icon="again" aria-label={s.resync} title={s.resync} onClick={() => setAsking(true)} />
      {asking && (
        <Confirm
          title={s.resyncTitle}
          text={s.resyncText}
          action={s.resync}
          busy={resync.isPending}
          error={resync.error}
          onConfirm={() => resync.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
