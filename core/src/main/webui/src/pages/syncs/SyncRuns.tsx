import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { NO_TALLY, type Run } from '../../api/runs';
import { syncs, type Sync } from '../../api/syncs';
import { Button, ButtonLink } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';

export function SyncRuns({ sync }: { sync: Sync }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const query = useInfiniteQuery({
    queryKey: ['sync-runs', sync.id],
    queryFn: ({ pageParam }) => syncs.runs(sync.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 5000,
  });
  const runs = query.data?.pages.flatMap((p) => p.items) ?? [];
  const tally = (run: Run, what: 'added' | 'changed' | 'removed') => {
    const { accepted, rejected } = run.counts?.[what] ?? NO_TALLY;
    return (
      <>
        {f.number(accepted)}
        {rejected > 0 && <span className="is-bad"> / {f.number(rejected)}</span>}
      </>
    );
  };
  if (query.data && runs.length === 0) {
    return (
      <Card flush>
        <Empty title={s.neverRan} action={<ButtonLink to={`/syncs/${sync.id}/dry-run`}>{s.tabs.dryRun}</ButtonLink>}>
          {s.noRuns}
        </Empty>
      </Card>
    );
  }
  return (
    <div className="stack">
      <Card flush>
        <ProblemNotice error={query.error} />
        {query.isPending && <Loading />}
        <div className="table-wrap">
          <table className="table stacking">
            <thead>
              <tr>
                <th>{s.when}</th>
                <th className="right">{s.added}</th>
                <th className="right">{s.changed}</th>
                <th className="right">{s.removed}</th>
                <th>{s.trigger}</th>
                <th className="right">{s.took}</th>
                <th>{t.common.state}</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id} className="link">
                  <td>
                    <Link className="title nowrap" to={`/runs/${run.id}`}>
                      {run.startedAt ? f.dateTime(run.startedAt) : t.states['queued']}
                    </Link>
                  </td>
                  <td data-label={s.added} className="right num">
                    {tally(run, 'added')}
                  </td>
                  <td data-label={s.changed} className="right num">
                    {tally(run, 'changed')}
                  </td>
                  <td data-label={s.removed} className="right num">
                    {tally(run, 'removed')}
                  </td>
                  <td data-label={s.trigger}>{wordFor(s.triggerWords, run.trigger ?? '')}</td>
                  <td data-label={s.took} className="right num nowrap">
                    {run.startedAt && run.finishedAt ? f.duration(run.startedAt, run.finishedAt) : '–'}
                  </td>
                  <td data-label={t.common.state}>
                    <StateBadge state={run.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {query.hasNextPage && (
        <div className="row">
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {t.common.more}
          </Button>
        </div>
      )}
    </div>
  );
}
