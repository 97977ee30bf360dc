import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access } from '../../api/access';
import { sentenceFor } from '../../api/problem';
import type { Role } from '../../api/session';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Listing, Table } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { PasswordField } from '../../design/PasswordField';
import { Removal } from '../../design/Removal';
import { useI18n } from '../../i18n';
import { useSession } from '../../shell/useSession';
import { RoleField } from './RoleField';
import { UserDialog } from './UserDialog';

const FIELDS = ['/name', '/password'];

export function UserList() {
  const { t, f } = useI18n();
  const s = t.settings;
  const current = useSession();
  const [changing, setChanging] = useState<number>();
  const query = useQuery({ queryKey: ['users'], queryFn: access.users });
  const users = query.data?.items ?? [];
  const changed = users.find((user) => user.id === changing);
  return (
    <div className="stack wide">
      <NewUser />
      <Listing query={query} count={users.length} empty={{ title: s.usersNone, text: '' }}>
        <Table columns={[{ label: s.userName }, { label: s.role }, { label: s.createdAt }, { label: t.common.actions, hidden: true }]}>
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                <strong className="break">{user.name}</strong>
              </td>
              <td data-label={s.role}>{t.shell.roles[user.role]}</td>
              <td data-label={s.createdAt}>{user.createdAt ? f.date(user.createdAt) : '–'}</td>
              <td className="right">
                {user.name !== current?.name && (
                  <span className="row end">
                    <Button small onClick={() => setChanging(user.id)}>
                      {t.common.edit}
                    </Button>
                    <Removal
                      inList
                      label={s.removeUser}
                      title={s.removeUserTitle(user.name)}
                      text={s.removeUserText}
                      remove={() => access.removeUser(user.id)}
                      from="users"
                    />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </Table>
      </Listing>
      {changed && <UserDialog user={changed} onClose={() => setChanging(undefined)} />}
    </div>
  );
}

function NewUser() {
  const { t } = useI18n();
  const s = t.settings;
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const create = useMutation({
    mutationFn: () => access.addUser({ name, role, password }),
    onSuccess: () => {
      setName('');
      setPassword('');
      void cache.invalidateQueries({ queryKey: ['users'] });
    },
  });
  return (
    <Card title={s.newUser}>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          create.mutate();
        }}
      >
        <div className="cols-3">
          <Field label={s.userName} wrong={sentenceFor(create.error, '/name')}>
            {(w) => <input {...w} className="input" autoComplete="off" value={name} onChange={(e) => setName(e.target.value)} required />}
          </Field>
          <RoleField role={role} onChange={setRole} />
          <PasswordField
            fresh
            label={s.password}
            hint={s.passwordHint}
            wrong={sentenceFor(create.error, '/password')}
            value={password}
            onChange={setPassword}
          />
        </div>
        <ProblemNotice error={create.error} besides={FIELDS} />
        <div>
          <Button type="submit" busy={create.isPending} disabled={!name.trim() || !password}>
            {s.newUser}
          </Button>
        </div>
      </form>
    </Card>
  );
}
