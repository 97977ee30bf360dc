import { useInfiniteQuery } from '@tanstack/react-query';
import { access } from '../../api/access';
import { Button } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';

export function AuditLog() {
  const { t, f } = useI18n();
  const s = t.settings;
  const query = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => access.audit(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const entries = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <div className="stack">
      <p className="muted">{s.auditIntro}</p>
      <Card flush>
        <ProblemNotice error={query.error} />
        {query.isPending && <Loading />}
        <div className="table-wrap">
          <table className="table stacking compact">
            <thead>
              <tr>
                <th>{s.when}</th>
                <th>{s.who}</th>
                <th>{s.what}</th>
                <th>{s.on}</th>
                <th>{s.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td className="nowrap">{f.dateTime(entry.at)}</td>
                  <td data-label={s.who}>{entry.actor}</td>
                  <td data-label={s.what} className="mono break">
                    {entry.action}
                  </td>
                  <td data-label={s.on} className="break">
                    {entry.subject}
                  </td>
                  <td data-label={s.outcome}>{entry.outcome}</td>
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
