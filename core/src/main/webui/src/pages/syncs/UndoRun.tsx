import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Run } from '../../api/runs';
import { syncs } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';

/** Takes back a run, after showing what that means. */
export function UndoRun({ run }: { run: Run }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon="again" onClick={() => setAsking(true)}>
        {t.syncs.undo}
      </Button>
      {asking && <Asking run={run} onClose={() => setAsking(false)} />}
    </>
  );
}

function Asking({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const preview = useQuery({ queryKey: ['dry-undo', run.id], queryFn: () => syncs.dryUndo(run.subject, run.id), staleTime: 0, retry: false });
  const undo = useMutation({
    mutationFn: () => syncs.undo(run.subject, run.id),
    onSuccess: (started) => {
      onClose();
      void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'dry-undo' });
      void navigate(`/runs/${started.run}`);
    },
  });
  const found = preview.data;
  return (
    <Confirm
      title={s.undoTitle(run.id)}
      text={
        <div className="stack tight" aria-live="polite">
          {found && <strong>{s.undoEffect(f.number(found.effect.removed), f.number(found.effect.added))}</strong>}
          {found && found.changed > 0 && <span>{s.undoChanged(f.number(found.changed))}</span>}
          {found && found.overtaken > 0 && <span>{s.undoOvertaken(f.number(found.overtaken))}</span>}
          {preview.isPending && <Loading />}
          <span>{s.undoText}</span>
        </div>
      }
      action={s.undo}
      danger
      busy={undo.isPending || preview.isPending}
      error={undo.error ?? preview.error}
      onConfirm={() => undo.mutate()}
      onClose={onClose}
    />
  );
}
