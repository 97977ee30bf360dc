import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceFor } from '../../api/problem';
import { tracking, type Tracking } from '../../api/tracking';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

const FIELDS = ['/url', '/experiment', '/user', '/token'];

/** The MLflow server that is told of trainings. */
export function TrackingCard() {
  const query = useQuery({ queryKey: ['tracking'], queryFn: tracking.show });
  if (query.error) return <ProblemNotice error={query.error} />;
  if (query.data === undefined) return <Loading />;
  return <Form key={query.data?.url ?? ''} server={query.data} />;
}

function Form({ server }: { server: Tracking | null }) {
  const { t } = useI18n();
  const s = t.settings.tracking;
  const say = useToast();
  const cache = useQueryClient();
  const [draft, setDraft] = useState({
    url: server?.url ?? '',
    experiment: server?.experiment ?? 'Kohorte',
    user: server?.user ?? '',
    token: server?.token ?? '',
  });
  const save = useMutation({
    mutationFn: () => tracking.save(draft),
    onSuccess: (saved) => {
      say(s.saved);
      cache.setQueryData(['tracking'], saved);
    },
  });
  const check = useMutation({ mutationFn: tracking.check, onSuccess: (answer) => answer.ok && say(s.reached) });
  const field = (name: keyof typeof draft, label: string, hint: string, type = 'text') => (
    <Field label={label} hint={hint} wrong={sentenceFor(save.error, `/${name}`)}>
      {(w) => (
        <input
          {...w}
          className="input"
          type={type}
          autoComplete="off"
          required={name === 'url'}
          value={draft[name]}
          onChange={(e) => setDraft({ ...draft, [name]: e.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Card>
      <form
        className="stack form"
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <p className="muted">{s.intro}</p>
        {server && <Standing server={server} />}
        {field('url', s.url, s.urlHint)}
        {field('experiment', s.experiment, s.experimentHint)}
        {field('user', s.user, s.userHint)}
        {field('token', s.token, s.tokenHint, 'password')}
        <ProblemNotice error={save.error} besides={FIELDS} />
        <ProblemNotice error={check.error} />
        {check.data?.ok === false && <Notice tone="bad" title={check.data.problem ?? s.notReached} />}
        <div className="row">
          <Button type="submit" look="primary" busy={save.isPending}>
            {t.common.save}
          </Button>
          {server && (
            <>
              <Button busy={check.isPending} onClick={() => check.mutate()}>
                {s.check}
              </Button>
              <Removal inList label={t.common.remove} title={s.removeTitle} text={s.removeText} remove={tracking.forget} from="tracking" />
            </>
          )}
        </div>
      </form>
    </Card>
  );
}

function Standing({ server }: { server: Tracking }) {
  const { t, f } = useI18n();
  const s = t.settings.tracking;
  return (
    <div className="small">
      {server.problem ? <span className="break">{server.problem}</span> : server.reportedAt ? s.told(f.ago(server.reportedAt)) : s.neverTold}
      {server.owed > 0 && <div className="muted">{s.owed(server.owed)}</div>}
    </div>
  );
}
