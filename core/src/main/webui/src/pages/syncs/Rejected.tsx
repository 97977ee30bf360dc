import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { syncs, type RejectedGroup, type RejectedRow, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Exchange } from './Exchange';
import { Retried } from './Retried';

/** Everybody who is not where they should be, by cause: what it means, what to do, proof, and another try. */
export function Rejected({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['rejected', sync.id], queryFn: () => syncs.rejected(sync.id) });
  const retry = useMutation({ mutationFn: (which: { code?: string; field?: string }) => syncs.retry(sync.id, which), onSuccess: () => void cache.invalidateQueries() });
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
      {groups.map((group, i) => (
        <Group
          key={`${group.code}${group.field}${group.message}`}
          group={group}
          mayEdit={mayEdit}
          busy={retry.isPending}
          open={i === 0}
          onRetry={() => retry.mutate({ code: group.code, field: group.field ?? '' })}
        />
      ))}
    </div>
  );
}

interface GroupProps {
  group: RejectedGroup;
  mayEdit: boolean;
  busy: boolean;
  /** Whether its example is shown at once. */
  open: boolean;
  onRetry: () => void;
}

function Group({ group, mayEdit, busy, open, onRetry }: GroupProps) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const own = t.codes[group.code];
  const shown = group.sample.find((row) => row.request || row.response);
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
                {!!group.due && <span className="chip">{s.dueAgain(group.due)}</span>}
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
        {shown && (
          <details open={open}>
            <summary className="label">{s.example}</summary>
            <div className="stack tight">
              <p className="small muted">
                <Customer row={shown} /> · {s.exampleHint} {!mayEdit && s.maskedHint}
              </p>
              <Exchange request={shown.request} response={shown.response} field={group.field} />
            </div>
          </details>
        )}
        <details>
          <summary className="label">
            {s.examples} ({f.number(group.sample.length)})
          </summary>
          <ul className="stack tight">
            {group.sample.map((row) => (
              <li key={row.profile} className="row">
                <Customer row={row} />
                <span className="small muted break">{Object.values(row.identifiers ?? {}).join(', ')}</span>
                {row.since && (
                  <span className="small muted">
                    {s.since} {f.ago(row.since)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </Card>
  );
}

function Customer({ row }: { row: RejectedRow }) {
  const { t } = useI18n();
  return (
    <Link to={`/customers/${row.profile}`} className="plain">
      {t.customers.customer(row.profile)}
    </Link>
  );
}
