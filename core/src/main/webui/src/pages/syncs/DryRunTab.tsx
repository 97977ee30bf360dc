import { useQuery } from '@tanstack/react-query';
import { syncs, type DryRun, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Figures } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { RequestView } from './RequestView';
import { SamplePeople } from './SamplePeople';
import { TestRowCard } from './TestRowCard';
import { useStart } from './useStart';

export function DryRunTab({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const query = useQuery({ queryKey: ['dry-run', sync.id], queryFn: () => syncs.dryRun(sync.id), staleTime: 0, retry: false });
  const start = useStart(sync);
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
          {query.data && !sync.lastRun && (
            <div>
              <Button look="primary" icon="play" busy={start.isPending} onClick={() => start.mutate()}>
                {s.start}
              </Button>
            </div>
          )}
        </div>
      </Card>
      <TestRowCard sync={sync} />
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
          {s.guardWould(f.number(answer.guard.removals), f.number(answer.guard.acknowledged))}
        </Notice>
      )}
      {answer.cannotPreview && (
        <Notice tone="warn" title={s.cannotPreview}>
          {answer.cannotPreview}
        </Notice>
      )}
      {answer.sample.length > 0 && <SamplePeople sample={answer.sample} />}
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
