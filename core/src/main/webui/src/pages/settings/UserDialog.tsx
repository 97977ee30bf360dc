import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access, type User } from '../../api/access';
import { sentenceFor } from '../../api/problem';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { ProblemNotice } from '../../design/Notice';
import { PasswordField } from '../../design/PasswordField';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { RoleField } from './RoleField';

const FIELDS = ['/password'];

/** Another role, or a new password for somebody who forgot theirs. */
export function UserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useI18n();
  const s = t.settings;
  const say = useToast();
  const cache = useQueryClient();
  const [role, setRole] = useState(user.role);
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => access.changeUser(user.id, { role, ...(password ? { password } : {}) }),
    onSuccess: () => {
      say(t.common.saved);
      void cache.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={user.name}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" busy={change.isPending} disabled={role === user.role && !password} onClick={() => change.mutate()}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <RoleField role={role} onChange={setRole} />
      <PasswordField
        fresh
        label={`${s.next} (${t.common.optional})`}
        hint={s.forgotHint}
        wrong={sentenceFor(change.error, '/password')}
        value={password}
        onChange={setPassword}
      />
      <ProblemNotice error={change.error} besides={FIELDS} />
    </Dialog>
  );
}
