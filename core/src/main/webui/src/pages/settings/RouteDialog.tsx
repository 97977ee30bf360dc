import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { alertRoutes, type AlertRoute, type RouteDraft, type RouteKind, type Severity } from '../../api/alerts';
import { sentenceFor } from '../../api/problem';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { SecretInput } from '../../design/schema/SecretInput';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

const KINDS: RouteKind[] = ['email', 'slack', 'webhook'];
const SEVERITIES: Severity[] = ['warning', 'error'];
const LANGUAGES = ['en', 'de'];
const SETTINGS: Record<RouteKind, string[]> = { email: ['to'], slack: ['url'], webhook: ['url', 'secret'] };

/** A new route, or one that is to be different. */
export function RouteDialog({ route, onClose }: { route: AlertRoute | undefined; onClose: () => void }) {
  const { t, f } = useI18n();
  const a = t.alerts;
  const say = useToast();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<RouteDraft>(() => route ?? { name: '', kind: 'email', severity: 'warning', language: f.language, settings: {} });
  const put = (change: Partial<RouteDraft>) => setDraft({ ...draft, ...change });
  const setting = (name: string) => (value: unknown) => put({ settings: { ...draft.settings, [name]: value } });
  const save = useMutation({
    mutationFn: () => {
      const { name, kind, severity, language, settings } = draft;
      const sent = { name, kind, severity, language, settings: Object.fromEntries(SETTINGS[kind].map((s) => [s, settings[s] ?? ''])) };
      return route ? alertRoutes.change(route.id, sent) : alertRoutes.create(sent);
    },
    onSuccess: () => {
      say(t.common.saved);
      void cache.invalidateQueries({ queryKey: ['alert-routes'] });
      onClose();
    },
  });
  const wrong = (name: string) => sentenceFor(save.error, `/settings/${name}`);
  const complete = draft.name.trim() && SETTINGS[draft.kind].every((s) => draft.settings[s]);

  return (
    <Dialog
      title={route?.name ?? a.newRoute}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" busy={save.isPending} disabled={!complete} onClick={() => save.mutate()}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <Field label={t.common.name} wrong={sentenceFor(save.error, '/name')}>
        {(w) => <input {...w} className="input" value={draft.name} maxLength={200} onChange={(e) => put({ name: e.target.value })} />}
      </Field>
      {!route && (
        <Choice label={a.kind} hints={a.kindHints} words={a.kinds} values={KINDS} value={draft.kind} onChange={(kind) => put({ kind, settings: {} })} />
      )}
      {draft.kind === 'email' && (
        <Field label={a.to} hint={a.toHint} wrong={wrong('to')}>
          {(w) => <Addresses wiring={w} addresses={draft.settings['to']} onChange={setting('to')} />}
        </Field>
      )}
      {draft.kind === 'webhook' && (
        <>
          <Field label={a.url} hint={a.urlHint} wrong={wrong('url')}>
            {(w) => (
              <input
                {...w}
                className="input"
                type="url"
                value={String(draft.settings['url'] ?? '')}
                onChange={(e) => setting('url')(e.target.value)}
              />
            )}
          </Field>
          <Field label={a.secret} hint={a.secretHint} wrong={wrong('secret')}>
            {(w) => <SecretInput wiring={w} value={draft.settings['secret']} canBeMade onChange={setting('secret')} />}
          </Field>
        </>
      )}
      {draft.kind === 'slack' && (
        <Field label={a.url} hint={a.chatHint} wrong={wrong('url')}>
          {(w) => <SecretInput wiring={w} value={draft.settings['url']} canBeMade={false} onChange={setting('url')} />}
        </Field>
      )}
      <Choice
        label={a.wants}
        hints={a.severityHints}
        words={a.severities}
        values={SEVERITIES}
        value={draft.severity}
        onChange={(severity) => put({ severity })}
      />
      <Choice label={a.language} words={a.languages} values={LANGUAGES} value={draft.language} onChange={(language) => put({ language })} />
      <ProblemNotice error={save.error} besides={['/name', ...SETTINGS[draft.kind].map((s) => `/settings/${s}`)]} />
    </Dialog>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  hints?: Record<string, string>;
  words: Record<string, string>;
  values: T[];
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, hints, words, values, value, onChange }: ChoiceProps<T>) {
  return (
    <Field label={label} hint={hints?.[value]}>
      {(w) => (
        <select {...w} className="select" value={value} onChange={(e) => onChange(e.target.value as T)}>
          {values.map((v) => (
            <option key={v} value={v}>
              {words[v]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Typed as one line, kept as a list. */
function Addresses({ wiring, addresses, onChange }: { wiring: Record<string, unknown>; addresses: unknown; onChange: (addresses: string[]) => void }) {
  const [text, setText] = useState(() => (Array.isArray(addresses) ? addresses.join(', ') : ''));
  return (
    <input
      {...wiring}
      className="input"
      inputMode="email"
      autoComplete="off"
      value={text}
      onChange={(e) => {
        setText(e.target.value);
        onChange(
          e.target.value
            .split(/[\s,;]+/)
            .map((address) => address.trim())
            .filter(Boolean),
        );
      }}
    />
  );
}
