import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { suppressions } from '../../api/consents';
import type { Profile } from '../../api/profiles';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';

export const useSuppressed = (profile: number) => useQuery({ queryKey: ['suppressions', 'of', profile], queryFn: () => suppressions.of(profile) });

/** That this person is never sent, why, and the way back. */
export function Suppressed({ profile }: { profile: Profile }) {
  const { t, f } = useI18n();
  const p = t.privacy;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const found = useSuppressed(profile.id).data ?? [];
  const lift = useMutation({
    mutationFn: () => Promise.all(found.map(suppressions.lift)),
    onSettled: () => void cache.invalidateQueries({ queryKey: ['suppressions'] }),
  });
  const [first] = found;
  if (!first) return null;
  return (
    <Notice tone="warn" title={p.isSuppressed}>
      <span>
        {first.reason} · {f.date(first.at)}
      </span>
      <ProblemNotice error={lift.error} />
      {mayEdit && (
        <span className="row">
          <Button small busy={lift.isPending} onClick={() => lift.mutate()}>
            {p.lift}
          </Button>
        </span>
      )}
    </Notice>
  );
}

/** Suppresses all identifiers of one person at once. */
export function SuppressButton({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const p = t.privacy;
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const suppressed = useSuppressed(profile.id);
  const add = useMutation({
    mutationFn: () => suppressions.add(profile.identities, reason),
    onSuccess: () => {
      setAsking(false);
      void cache.invalidateQueries({ queryKey: ['suppressions'] });
    },
  });
  if (!suppressed.data || suppressed.data.length > 0 || profile.identities.length === 0) return null;
  return (
    <>
      <Button icon="shield" onClick={() => setAsking(true)}>
        {p.suppressOne}
      </Button>
      {asking && (
        <Dialog
          title={p.suppressTitle}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button onClick={() => setAsking(false)}>{t.common.cancel}</Button>
              <Button look="danger primary" busy={add.isPending} disabled={!reason.trim()} onClick={() => add.mutate()}>
                {p.suppressOne}
              </Button>
            </>
          }
        >
          <p className="muted">{p.suppressText}</p>
          <Field label={p.reason} hint={p.reasonHint}>
            {(w) => <input {...w} className="input" value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} autoFocus />}
          </Field>
          <ProblemNotice error={add.error} />
        </Dialog>
      )}
    </>
  );
}
