import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { access } from '../../api/access';
import { sentenceFor } from '../../api/problem';
import { Button } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { PasswordField } from '../../design/PasswordField';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

const FIELDS = ['/current', '/new'];

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
  return (
    <Card>
      <form
        className="stack form"
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate();
        }}
      >
        <PasswordField label={s.current} wrong={sentenceFor(change.error, '/current')} value={current} onChange={setCurrent} />
        <PasswordField fresh label={s.next} hint={s.passwordHint} wrong={sentenceFor(change.error, '/new')} value={next} onChange={setNext} />
        <PasswordField fresh label={s.again} wrong={again !== '' && again !== next ? s.differ : undefined} value={again} onChange={setAgain} />
        <ProblemNotice error={change.error} besides={FIELDS} />
        <div>
          <Button type="submit" look="primary" busy={change.isPending} disabled={!current || !next || next !== again}>
            {s.change}
          </Button>
        </div>
      </form>
    </Card>
  );
}
