import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { suppressions } from '../../api/consents';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { IdentityLines, useLines } from '../../design/IdentityLines';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

/** Whole lists at once, of people we need not know yet. */
export function Suppress() {
  const { t } = useI18n();
  const p = t.privacy;
  const say = useToast();
  const cache = useQueryClient();
  const { lines, setLines, identities, clear } = useLines();
  const [reason, setReason] = useState('');
  const add = useMutation({
    mutationFn: () => suppressions.add(identities, reason),
    onSuccess: ({ added }) => {
      clear();
      say(p.added(added));
      void cache.invalidateQueries({ queryKey: ['suppressions'] });
    },
  });
  return (
    <Card title={p.suppress}>
      <form
        className="stack form"
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate();
        }}
      >
        <IdentityLines lines={lines} onChange={setLines} />
        <Field label={p.reason} hint={p.reasonHint}>
          {(w) => <input {...w} className="input" value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} required />}
        </Field>
        <ProblemNotice error={add.error} />
        <div>
          <Button type="submit" look="primary" busy={add.isPending} disabled={identities.length === 0 || !reason.trim()}>
            {p.suppress}
          </Button>
        </div>
      </form>
    </Card>
  );
}
