import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access, type Token } from '../../api/access';
import type { Role } from '../../api/session';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Listing, Table } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { Secret } from '../../design/Secret';
import { useI18n } from '../../i18n';
import { useSession } from '../../shell/useSession';
import { RoleField } from './RoleField';

/** What a log-in calls the token of its browser. */
const BROWSER = 'Browser';

export function TokenList() {
  const { t } = useI18n();
  const s = t.settings;
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [expiresIn, setExpiresIn] = useState('P365D');
  const query = useQuery({ queryKey: ['tokens'], queryFn: access.tokens });
  const create = useMutation({
    mutationFn: () => access.addToken({ name, role, ...(expiresIn ? { expiresIn: hours(expiresIn) } : {}) }),
    onSuccess: () => {
      setName('');
      void cache.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const all = query.data?.items ?? [];
  const programs = all.filter((token) => token.name !== BROWSER);
  const sessions = all.filter((token) => token.name === BROWSER);
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
      <Listing query={query} count={programs.length} empty={{ title: s.tokensNone, text: s.tokensNoneText }}>
        <Tokens tokens={programs} />
      </Listing>
      {sessions.length > 0 && (
        <section className="stack">
          <h2>{s.sessions}</h2>
          <Tokens tokens={sessions} />
        </section>
      )}
    </div>
  );
}

function Tokens({ tokens }: { tokens: Token[] }) {
  const { t, f } = useI18n();
  const s = t.settings;
  const current = useSession();
  return (
    <Table columns={[{ label: t.common.name }, { label: s.role }, { label: s.createdAt }, { label: s.expiresAt }, { label: t.common.actions, hidden: true }]}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <td>
            <span>
              <strong>{token.name === BROWSER ? s.browser : token.name}</strong>{' '}
              {token.id === current?.tokenId && <span className="badge accent">{s.thisBrowser}</span>}
            </span>
          </td>
          <td data-label={s.role}>{t.shell.roles[token.role]}</td>
          <td data-label={s.createdAt}>{token.createdAt ? f.dateTime(token.createdAt) : '–'}</td>
          <td data-label={s.expiresAt}>{token.expiresAt ? f.dateTime(token.expiresAt) : t.common.never}</td>
          <td className="right">
            {token.id !== current?.tokenId && (
              <Removal
                inList
                label={s.revoke}
                title={s.revokeTitle(token.name)}
                text={s.revokeText}
                remove={() => access.removeToken(token.id)}
                from="tokens"
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The server takes durations, which have no months or years. */
const hours = (period: string) => (period.startsWith('PT') ? period : `PT${Number(/\d+/.exec(period)![0]) * 24}H`);
