import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { syncs, type DryRun, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Figures } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { RequestView } from './RequestView';

export function DryRunTab({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['dry-run', sync.id], queryFn: () => syncs.dryRun(sync.id), staleTime: 0, retry: false });
  const start = useMutation({
    mutationFn: async () => {
      if (sync.state === 'paused') await syncs.resume(sync.id);
      return syncs.run(sync.id);
    },
    onSuccess: (started) => {
      void cache.invalidateQueries();
      void navigate(`/runs/${started.run}`);
    },
  });
  return (
    <div className="stack wide">
      <Card
        title={s.dryRunTitle}
        aside={
          <Button small icon="sync" busy={query.isFetching} onClick={() => void query.refetch()}>
            {s.dryRunNow}
          </Button>
        }
      >
        <div className="stack">
          <p className="muted">{s.dryRunHint}</p>
          <ProblemNotice error={query.error ?? start.error} />
          {query.isPending && <Loading />}
          {query.data && <Outcome answer={query.data} />}
          {mayEdit && query.data && !sync.lastRun && (
            <div>
              <Button look="primary" icon="play" busy={start.isPending} onClick={() => start.mutate()}>
                {s.start}
              </Button>
            </div>
          )}
        </div>
      </Card>
      {mayEdit && <TestRowCard sync={sync} />}
    </div>
  );
}

function Outcome({ answer }: { answer: DryRun }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const nothing = answer.added + answer.changed + answer.removed === 0;
  return (
    <>
      <Figures
        figures={[
          { label: s.added, value: f.number(answer.added) },
          { label: s.changed, value: f.number(answer.changed) },
          { label: s.removed, value: f.number(answer.removed) },
          { label: s.invalid, value: f.number(answer.invalid) },
          { label: s.skipped, value: f.number(answer.skipped) },
          { label: s.calls, value: f.number(answer.calls) },
        ]}
      />
      {nothing && <Notice tone="good" title={s.nothingToDo} />}
      {answer.guard && (
        <Notice tone="warn" title={wordFor(s.guardReasons, answer.guard.reason)}>
          {s.guardRemoves}: {f.number(answer.guard.removals)} · {s.guardHas}: {f.number(answer.guard.acknowledged)}
        </Notice>
      )}
      {answer.cannotPreview && (
        <Notice tone="warn" title={s.cannotPreview}>
          {answer.cannotPreview}
        </Notice>
      )}
      {answer.requests.length > 0 && (
        <div className="stack tight">
          <div className="row between">
            <h3>{s.requests}</h3>
            <span className="small muted">{s.requestsShown(answer.requests.length, f.number(answer.calls))}</span>
          </div>
          {answer.requests.map((request, i) => (
            <RequestView key={i} request={request} open={i === 0} />
          ))}
        </div>
      )}
    </>
  );
}

function TestRowCard({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const [profile, setProfile] = useState('');
  const send = useMutation({ mutationFn: () => syncs.testRow(sync.id, Number(profile)) });
  const answer = send.data;
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
        <div className="row">
          <Field label={s.testRowProfile}>
            {(w) => <input {...w} className="input" type="number" min={1} value={profile} onChange={(e) => setProfile(e.target.value)} required />}
          </Field>
        </div>
        <div>
          <Button type="submit" busy={send.isPending} disabled={!profile}>
            {s.testRowSend}
          </Button>
        </div>
        <ProblemNotice error={send.error} />
        {answer && (
          <Notice
            tone={answer.result === 'acknowledged' ? 'good' : answer.result === 'rejected' || answer.result === 'invalid' ? 'bad' : 'info'}
            title={wordFor(s.testResults, answer.result)}
          >
            {answer.code && <span>{t.codes[answer.code]?.sentence ?? answer.message}</span>}
            {answer.message && <span className="muted">{answer.message}</span>}
          </Notice>
        )}
        {answer?.requests.map((request, i) => (
          <RequestView key={i} request={request} />
        ))}
      </form>
    </Card>
  );
}
