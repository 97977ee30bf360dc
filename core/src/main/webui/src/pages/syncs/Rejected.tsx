import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { syncs, type RejectedGroup, type RejectedRow, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Retried } from './Retried';
import { laidOut, RequestView } from './RequestView';

/** Everybody who is not where they should be, by cause: what it means, what to do, proof, and another try. */
export function Rejected({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['rejected', sync.id], queryFn: () => syncs.rejected(sync.id) });
  const retry = useMutation({ mutationFn: (which: { code?: string }) => syncs.retry(sync.id, which), onSuccess: () => void cache.invalidateQueries() });
  const groups = query.data?.groups ?? [];
  return (
    <div className="stack wide">
      <ProblemNotice error={query.error ?? retry.error} />
      {query.isPending && <Loading />}
      {retry.data && <Retried key={retry.data.run} {...retry.data} />}
      {query.data && groups.length === 0 && (
        <Card flush>
          <Empty title={s.rejectedNone}>{s.rejectedNoneText}</Empty>
        </Card>
      )}
      {groups.length > 0 && (
        <div className="row between">
          <h2>{s.rejectedTitle}</h2>
          {mayEdit && groups.length > 1 && (
            <Button small icon="sync" busy={retry.isPending} onClick={() => retry.mutate({})}>
              {s.retryAll}
            </Button>
          )}
        </div>
      )}
      {groups.map((group) => (
        <Group
          key={`${group.code}${group.field}${group.message}`}
          group={group}
          mayEdit={mayEdit}
          busy={retry.isPending}
          onRetry={() => retry.mutate({ code: group.code })}
        />
      ))}
    </div>
  );
}

function Group({ group, mayEdit, busy, onRetry }: { group: RejectedGroup; mayEdit: boolean; busy: boolean; onRetry: () => void }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const own = t.codes[group.code];
  return (
    <Card>
      <div className="stack">
        <div className="row between top">
          <div className="row keep top grow">
            <strong className="cause-count num">{f.number(group.count)}</strong>
            <div className="stack hair">
              <h3>{own?.sentence ?? group.message}</h3>
              {own && group.message && group.message !== own.sentence && <p className="muted break">{group.message}</p>}
              <div className="row small">
                {group.state && <StateBadge state={group.state} />}
                {group.field && (
                  <span className="chip">
                    {s.field}: <code>{group.field}</code>
                  </span>
                )}
                <span className="chip">
                  {s.code}: <code>{group.code}</code>
                </span>
              </div>
            </div>
          </div>
          {mayEdit && group.state !== 'skipped' && (
            <Button small icon="sync" busy={busy} onClick={onRetry}>
              {s.retryThese}
            </Button>
          )}
        </div>
        <Notice title={s.nextStep}>
          <span>{own?.nextStep ?? group.nextStep}</span>
        </Notice>
        <details>
          <summary className="label">
            {s.examples} ({f.number(group.sample.length)})
          </summary>
          <ul className="stack spaced">
            {group.sample.map((row, i) => (
              <Example key={row.profile} row={row} open={i === 0} />
            ))}
          </ul>
        </details>
      </div>
    </Card>
  );
}

function Example({ row, open }: { row: RejectedRow; open: boolean }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const { request, response } = row;
  return (
    <li>
      <details className="stack tight example" open={open}>
        <summary className="row">
          <Link to={`/customers/${row.profile}`} className="plain">
            {t.customers.customer(row.profile)}
          </Link>
          <span className="small muted break">{Object.values(row.identifiers ?? {}).join(', ')}</span>
          {row.since && (
            <span className="small muted">
              {s.since} {f.ago(row.since)}
            </span>
          )}
        </summary>
        {!request && !response && <p className="small muted">{s.noExample}</p>}
        {request && (
          <>
            <div className="label">{s.request}</div>
            {typeof request === 'string' ? (
              <pre className="code" tabIndex={0}>
                {laidOut(request)}
              </pre>
            ) : (
              <RequestView request={request} />
            )}
          </>
        )}
        {response !== undefined && response !== null && response !== '' && (
          <>
            <div className="label">{s.response}</div>
            <pre className="code" tabIndex={0}>
              {typeof response === 'string' ? laidOut(response) : JSON.stringify(response, null, 2)}
            </pre>
          </>
        )}
      </details>
    </li>
  );
}
