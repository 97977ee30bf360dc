import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access } from '../../api/access';
import { sentenceFor, toProblem } from '../../api/problem';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

const SHORTEST = 12;

export function Password() {
  const { t } = useI18n();
  const s = t.settings;
  const say = useToast();
  const cache = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () => access.changePassword(current, next),
    onSuccess: () => {
      say(s.changed);
      setCurrent('');
      setNext('');
      setAgain('');
      void cache.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const problem = change.error ? toProblem(change.error) : undefined;
  const differ = again !== '' && again !== next;
  return (
    <Card>
      <form
        className="stack form"
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate();
        }}
      >
        <Field label={s.current} wrong={sentenceFor(problem, '/current')}>
          {(w) => (
            <input
              {...w}
              className="input"
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(e) => setCurrent(e.target.value)}
              required
            />
          )}
        </Field>
        <Field label={s.next} hint={s.passwordHint} wrong={sentenceFor(problem, '/new')}>
          {(w) => (
            <input
              {...w}
              className="input"
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(e) => setNext(e.target.value)}
              required
              minLength={SHORTEST}
            />
          )}
        </Field>
        <Field label={s.again} wrong={differ ? s.differ : undefined}>
          {(w) => (
            <input {...w} className="input" type="password" autoComplete="new-password" value={again} onChange={(e) => setAgain(e.target.value)} required />
          )}
        </Field>
        <ProblemNotice error={change.error} />
        <div>
          <Button type="submit" look="primary" busy={change.isPending} disabled={!current || next.length < SHORTEST || next !== again}>
            {s.change}
          </Button>
        </div>
      </form>
    </Card>
  );
}
