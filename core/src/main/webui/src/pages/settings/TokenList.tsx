import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access, type Token } from '../../api/access';
import type { Role } from '../../api/session';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { Secret } from '../../design/Secret';
import { useI18n } from '../../i18n';
import { useSession } from '../../shell/useSession';
import { RoleField } from './RoleField';

export function TokenList() {
  const { t, f } = useI18n();
  const s = t.settings;
  const cache = useQueryClient();
  const current = useSession();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [expiresIn, setExpiresIn] = useState('P365D');
  const [revoking, setRevoking] = useState<Token>();
  const query = useQuery({ queryKey: ['tokens'], queryFn: access.tokens });
  const create = useMutation({
    mutationFn: () => access.addToken({ name, role, ...(expiresIn ? { expiresIn: hours(expiresIn) } : {}) }),
    onSuccess: () => {
      setName('');
      void cache.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const revoke = useMutation({
    mutationFn: (id: number) => access.removeToken(id),
    onSuccess: () => {
      setRevoking(undefined);
      void cache.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  return (
    <div className="stack wide">
      <p className="muted">{s.tokensIntro}</p>
      {create.data?.token && <Secret title={s.tokenTitle} text={s.tokenText} secret={create.data.token} />}
      <Card title={s.newToken}>
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            create.mutate();
          }}
        >
          <div className="cols-3">
            <Field label={s.tokenName}>
              {(w) => <input {...w} className="input" value={name} onChange={(e) => setName(e.target.value)} required maxLength={100} />}
            </Field>
            <RoleField role={role} onChange={setRole} />
            <Field label={s.expires}>
              {(w) => (
                <select {...w} className="select" value={expiresIn} onChange={(e) => setExpiresIn(e.target.value)}>
                  {Object.entries(s.expiries).map(([period, text]) => (
                    <option key={period} value={period}>
                      {text}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <ProblemNotice error={create.error} />
          <div>
            <Button type="submit" busy={create.isPending} disabled={!name.trim()}>
              {s.newToken}
            </Button>
          </div>
        </form>
      </Card>
      <Card flush>
        <ProblemNotice error={query.error} />
        {query.isPending && <Loading />}
        <div className="table-wrap">
          <table className="table stacking">
            <thead>
              <tr>
                <th>{t.common.name}</th>
                <th>{s.role}</th>
                <th>{s.createdAt}</th>
                <th>{s.expiresAt}</th>
                <th>
                  <span className="sr">{t.common.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {query.data?.items.map((token) => (
                <tr key={token.id}>
                  <td>
                    <span>
                      <strong>{token.name}</strong> {token.id === current?.tokenId && <span className="badge accent">{s.thisBrowser}</span>}
                    </span>
                  </td>
                  <td data-label={s.role}>{t.shell.roles[token.role]}</td>
                  <td data-label={s.createdAt}>{token.createdAt ? f.date(token.createdAt) : '–'}</td>
                  <td data-label={s.expiresAt}>{token.expiresAt ? f.dateTime(token.expiresAt) : t.common.never}</td>
                  <td className="right">
                    {token.id !== current?.tokenId && (
                      <Button small onClick={() => setRevoking(token)}>
                        {s.revoke}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {revoking && (
        <Confirm
          title={s.revokeTitle(revoking.name)}
          text={s.revokeText}
          action={s.revoke}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </div>
  );
}

/** The server takes durations, which have no months or years. */
const hours = (period: string) => (period.startsWith('PT') ? period : `PT${Number(/\d+/.exec(period)![0]) * 24}H`);
