import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { profiles } from '../../api/profiles';
import { syncs, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { RequestView } from './RequestView';

const TONES: Record<string, 'good' | 'bad'> = { acknowledged: 'good', rejected: 'bad', invalid: 'bad' };

/** One real customer, found as people find them: by e-mail address, customer number or phone. */
export function TestRowCard({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const [who, setWho] = useState('');
  const send = useMutation({
    mutationFn: async () => {
      const found = (await profiles.find(who.trim())).items;
      const only = found.length === 1 ? found[0] : undefined;
      return only ? { answer: await syncs.testRow(sync.id, only.id) } : { found: found.length };
    },
  });
  const { answer, found } = send.data ?? {};
  const own = answer?.code ? t.codes[answer.code] : undefined;
  return (
    <Card title={s.testRow}>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          send.mutate();
        }}
      >
        <p className="muted">{s.testRowHint}</p>
        <Field label={t.customers.search}>{(w) => <input {...w} className="input" value={who} onChange={(e) => setWho(e.target.value)} required />}</Field>
        <div>
          <Button type="submit" busy={send.isPending} disabled={!who.trim()}>
            {s.testRowSend}
          </Button>
        </div>
        <ProblemNotice error={send.error} />
        {found === 0 && <Notice title={t.customers.nobody}>{t.customers.nobodyNext}</Notice>}
        {found !== undefined && found > 1 && <Notice title={s.testRowSeveral}>{s.testRowSeveralNext}</Notice>}
        {answer && (
          <Notice tone={TONES[answer.result] ?? 'info'} title={wordFor(s.testResults, answer.result)}>
            {own && <span>{own.sentence}</span>}
            {answer.message && answer.result !== 'not-wanted' && answer.message !== own?.sentence && <span className="muted break">{answer.message}</span>}
          </Notice>
        )}
        {answer?.requests.map((request, i) => (
          <RequestView key={i} request={request} />
        ))}
      </form>
    </Card>
  );
}
