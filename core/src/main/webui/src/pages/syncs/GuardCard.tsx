import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Guard, Run } from '../../api/runs';
import { syncs, type Sync } from '../../api/syncs';
import { Button, ButtonLink } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Figures, StackBar } from '../../design/Figures';
import { Icon } from '../../design/Icon';
import { ProblemNotice } from '../../design/Notice';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

/** The safety rail: nobody was removed yet; a person sees the numbers and decides. */
export function GuardCard({ run, guard, sync }: { run: Run; guard: Guard; sync: Sync | undefined }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [sure, setSure] = useState(false);
  const confirm = useMutation({
    mutationFn: () => syncs.run(run.subject, true),
    onSuccess: (started) => {
      setAsking(false);
      void cache.invalidateQueries();
      void navigate(`/runs/${started.run}`);
    },
  });
  const share = guard.removals / Math.max(1, guard.acknowledged);
  const numbers = (
    <>
      <Figures
        figures={[
          { label: s.guardHas, value: f.number(guard.acknowledged) },
          { label: s.guardRemoves, value: f.number(guard.removals), after: s.guardShare(f.percent(share)) },
          { label: s.guardStays, value: f.number(guard.wanted) },
        ]}
      />
      <StackBar
        tall
        legend={false}
        parts={[
          { label: s.guardStays, value: Math.max(0, guard.acknowledged - guard.removals), color: 'var(--accent)' },
          { label: s.guardRemoves, value: guard.removals, color: 'var(--removed)', hatched: true },
        ]}
      />
    </>
  );
  return (
    <section className="card guard" role="alert">
      <div className="stack">
        <div className="row keep top">
          <span className="alert-icon warn">
            <Icon name="shield" />
          </span>
          <div>
            <h2>{s.guardTitle}</h2>
            <p>{wordFor(s.guardReasons, guard.reason)}</p>
            {guard.detail && <p className="muted small">{guard.detail}</p>}
          </div>
        </div>
        {numbers}
        {mayEdit && (
          <div className="row">
            {sync?.segments[0] && <ButtonLink to={`/segments/${sync.segments[0]}/history`}>{s.guardCheck}</ButtonLink>}
            <Button look="danger" onClick={() => setAsking(true)}>
              {s.guardDecide}
            </Button>
          </div>
        )}
      </div>
      {asking && (
        <Dialog
          title={s.guardAsk(f.number(guard.removals))}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button onClick={() => setAsking(false)}>{t.common.cancel}</Button>
              <Button look="danger primary" disabled={!sure} busy={confirm.isPending} onClick={() => confirm.mutate()}>
                {s.guardConfirm(f.number(guard.removals))}
              </Button>
            </>
          }
        >
          {numbers}
          <p>{s.guardAskText}</p>
          <label className="check">
            <input type="checkbox" checked={sure} onChange={(e) => setSure(e.target.checked)} />
            {s.guardSure}
          </label>
          <ProblemNotice error={confirm.error} />
        </Dialog>
      )}
    </section>
  );
}
