import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { isFinal, type Run } from '../../api/runs';
import { imports } from '../../api/sources';
import { syncs } from '../../api/syncs';
import { useRun } from '../../api/useRun';
import { ButtonLink } from '../../design/Button';
import { Figures, Progress } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { CountMatrix } from './CountMatrix';
import { rejectedIn, touched } from './counts';
import { GuardCard } from './GuardCard';
import { UndoRun } from './UndoRun';

export function RunPage() {
  const { t } = useI18n();
  const id = Number(useParams()['id']);
  const query = useRun(id);
  const run = query.data;
  if (run?.kind === 'duplicates') return <Navigate to="/customers/duplicates" replace />;
  if (run?.kind === 'training') return <Navigate to={`/models/${run.subject}`} replace />;
  if (run?.kind === 'reproduction') return <Navigate to={`/models/${run.subject}/versions`} replace />;
  if (run?.kind === 'look') return <Navigate to={`/models/${run.subject}/watch`} replace />;
  if (run?.kind === 'import') return <ToImport run={run} />;
  return run ? <SyncRun run={run} /> : <Page title={t.syncs.runTitle(id)}>{query.error ? <ProblemNotice error={query.error} /> : <Loading />}</Page>;
}

function ToImport({ run }: { run: Run }) {
  const list = useQuery({ queryKey: ['imports'], queryFn: () => imports.list({ limit: 50 }) });
  if (!list.data) return <Loading />;
  const found = list.data.items.find((i) => i.run === run.id);
  return <Navigate to={found ? `/imports/${found.id}` : '/imports'} replace />;
}

function SyncRun({ run }: { run: Run }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const sync = useQuery({ queryKey: ['sync', run.subject], queryFn: () => syncs.one(run.subject) });
  const mayEdit = useMay('editor');
  const working = !isFinal(run.state);
  const counts = run.counts;
  return (
    <Page
      title={s.runTitle(run.id)}
      back={{ to: `/syncs/${run.subject}`, label: sync.data?.name ?? s.name }}
      badge={<StateBadge state={run.state} />}
      intro={run.startedAt ? `${f.dateTime(run.startedAt)} · ${wordFor(s.triggerWords, run.trigger ?? '')}` : undefined}
      actions={
        <>
          {rejectedIn(run) > 0 && (
            <ButtonLink to={`/syncs/${run.subject}/rejected`} icon="warn">
              {s.toRejected}
            </ButtonLink>
          )}
          {mayEdit && !working && run.state !== 'paused' && entered(run) && <UndoRun run={run} />}
        </>
      }
    >
      {run.guard && run.state === 'paused' ? <GuardCard run={run} guard={run.guard} sync={sync.data} /> : <RunProblem run={run} />}
      {working && <Working run={run} />}
      {counts && !(run.guard && run.state === 'paused') && (
        <Card>
          <div className="stack wide" aria-live={working ? 'polite' : 'off'}>
            <CountMatrix counts={counts} />
            {run.state === 'completed' && touched(counts) === 0 && <p className="muted">{s.nothingSent}</p>}
            <Figures
              figures={[
                { label: s.skipped, value: f.number(counts.skipped) },
                { label: s.invalid, value: f.number(counts.invalid) },
                { label: s.calls, value: f.number(counts.requests) },
                { label: s.duration, value: run.startedAt && run.finishedAt ? f.duration(run.startedAt, run.finishedAt) : '–' },
              ]}
            />
          </div>
        </Card>
      )}
    </Page>
  );
}

/** Whether somebody entered or left: only that can be taken back. */
const entered = ({ counts }: Run) => (counts?.added?.accepted ?? 0) + (counts?.removed?.accepted ?? 0) > 0;

/** The delivery engine's codes are said in our words; its message tells the particulars. */
function RunProblem({ run }: { run: Run }) {
  const { t } = useI18n();
  const problem = run.problem;
  if (!problem) return null;
  const own = t.codes[problem.code];
  const particulars = (problem as { message?: string }).message;
  if (!own) return <ProblemNotice problem={{ ...problem, detail: problem.detail ?? particulars ?? problem.code }} />;
  return (
    <Notice tone={run.state === 'failed' || run.state === 'paused' ? 'bad' : 'info'} title={own.sentence}>
      {(problem.detail ?? particulars) && <span className="break">{problem.detail ?? particulars}</span>}
      <span>{problem.nextStep ?? own.nextStep}</span>
    </Notice>
  );
}

function Working({ run }: { run: Run }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const { done, total, phase } = run.progress ?? {};
  return (
    <Card>
      <div className="stack tight">
        <div className="row between">
          <strong>{wordFor(s.phases, phase || 'queued')}</strong>
          <span className="badge info">
            <span className="pulse" />
            {s.live}
          </span>
        </div>
        <Progress done={done} total={total} label={s.runTitle(run.id)} />
        <span className="small muted num">
          {run.waitingUntil ? s.waiting(f.time(run.waitingUntil)) : total ? s.done(f.number(done ?? 0), f.number(total)) : ''}
        </span>
      </div>
    </Card>
  );
}
