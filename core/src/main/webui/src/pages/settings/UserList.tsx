import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access, type User } from '../../api/access';
import { sentenceFor, toProblem } from '../../api/problem';
import type { Role } from '../../api/session';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useSession } from '../../shell/useSession';
import { RoleField } from './RoleField';

export function UserList() {
  const { t, f } = useI18n();
  const s = t.settings;
  const cache = useQueryClient();
  const current = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [removing, setRemoving] = useState<User>();
  const query = useQuery({ queryKey: ['users'], queryFn: access.users });
  const create = useMutation({
    mutationFn: () => access.addUser({ name, role, password }),
    onSuccess: () => {
      setName('');
      setPassword('');
      void cache.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const remove = useMutation({
    mutationFn: (id: number) => access.removeUser(id),
    onSuccess: () => {
      setRemoving(undefined);
      void cache.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const problem = create.error ? toProblem(create.error) : undefined;
  return (
    <div className="stack wide">
      <Card title={s.newUser}>
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            create.mutate();
          }}
        >
          <div className="cols-3">
            <Field label={s.userName} wrong={sentenceFor(problem, '/name')}>
              {(w) => <input {...w} className="input" autoComplete="off" value={name} onChange={(e) => setName(e.target.value)} required />}
            </Field>
            <RoleField role={role} onChange={setRole} />
            <Field label={s.password} hint={s.passwordHint} wrong={sentenceFor(problem, '/password')}>
              {(w) => (
                <input
                  {...w}
                  className="input"
                  type="password"
                  autoComplete="new-password"
                  value={password}
                  onChange={(e) => setPassword(e.target.value)}
                  required
                />
              )}
            </Field>
          </div>
          <ProblemNotice error={create.error} />
          <div>
            <Button type="submit" busy={create.isPending} disabled={!name.trim() || !password}>
              {s.newUser}
            </Button>
          </div>
        </form>
      </Card>
      <Card flush>
        <ProblemNotice error={query.error} />
        {query.isPending && <Loading />}
        <ul>
          {query.data?.items.map((user) => (
            <li key={user.id} className="found">
              <div className="grow">
                <strong>{user.name}</strong>
                <div className="small muted">
                  {t.shell.roles[user.role]}
                  {user.createdAt && ` · ${f.date(user.createdAt)}`}
                </div>
              </div>
              {user.name !== current?.name && (
                <Button small onClick={() => setRemoving(user)}>
                  {s.removeUser}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
      {removing && (
        <Confirm
          title={s.removeUserTitle(removing.name)}
          text={s.removeUserText}
          action={s.removeUser}
          danger
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removing.id)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </div>
  );
}
