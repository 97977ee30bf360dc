import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { logIn } from '../../api/access';
import { toProblem } from '../../api/problem';
import { session } from '../../api/session';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Mark } from '../../design/Icon';
import { Notice, ProblemNotice } from '../../design/Notice';
import { useI18n } from '../../i18n';
import { PasswordField } from '../../design/PasswordField';
import { Preferences } from '../../shell/Preferences';
import { useSession } from '../../shell/useSession';

export function Login() {
  const { t } = useI18n();
  const current = useSession();
  const location = useLocation();
  const cache = useQueryClient();
  const [name, setName] = useState(session.lastName() ?? 'admin');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => logIn(name, password),
    onSuccess: (begun) => {
      cache.clear();
      session.begin(begun);
    },
  });

  useEffect(() => {
    document.title = `${t.login.title} · Kohorte`;
  }, [t]);

  if (current) return <Navigate to={(location.state as { from?: string } | null)?.from ?? '/'} replace />;

  const wrong = login.error && toProblem(login.error).status === 401;
  return (
    <main className="login">
      <section className="login-story">
        <div className="brand">
          <Mark size={36} /> Kohorte
        </div>
        <div className="stack wide">
          <p className="login-claim">{t.login.claim}</p>
          <ul className="stack">
            {t.login.story.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        <Constellation />
      </section>
      <section className="login-form">
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            login.mutate();
          }}
        >
          <h1>{t.login.title}</h1>
          {session.ended() && !login.error && <Notice tone="warn">{t.login.ended}</Notice>}
          {wrong ? (
            <Notice tone="bad" title={t.login.wrong}>
              {t.login.wrongNext}
            </Notice>
          ) : (
            <ProblemNotice error={login.error} />
          )}
          <Field label={t.login.name}>
            {(w) => <input {...w} className="input" autoComplete="username" value={name} onChange={(e) => setName(e.target.value)} required />}
          </Field>
          <PasswordField label={t.login.password} value={password} onChange={setPassword} autoFocus />
          <Button type="submit" look="primary" busy={login.isPending}>
            {t.login.submit}
          </Button>
          <p className="hint">{t.login.hint}</p>
        </form>
        <Preferences />
      </section>
    </main>
  );
}

/** Three cohorts in a field of people; drawn, not decorative noise: it is what the product finds. */
function Constellation() {
  const groups = [
    { x: 92, y: 70, color: 'var(--c1)', n: 26, spread: 34 },
    { x: 232, y: 112, color: '#8fd3d3', n: 34, spread: 42 },
    { x: 372, y: 60, color: '#e7a08d', n: 20, spread: 30 },
  ];
  return (
    <svg viewBox="0 0 460 180" className="constellation" aria-hidden="true">
      {groups.map((g, gi) =>
        Array.from({ length: g.n }, (_, i) => {
          // Sunflower order: even density without randomness, so the picture is the same every time.
          const radius = g.spread * Math.sqrt((i + 0.5) / g.n);
          const angle = i * 2.39996 + gi;
          return <circle key={`${gi}-${i}`} cx={g.x + radius * Math.cos(angle) * 1.25} cy={g.y + radius * Math.sin(angle)} r={2.6} fill={g.color} />;
        }),
      )}
    </svg>
  );
}
