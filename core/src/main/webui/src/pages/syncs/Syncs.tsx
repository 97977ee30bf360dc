import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { destinations } from '../../api/destinations';
import { segments } from '../../api/segments';
import { isNotStarted, shownState, syncs, type Sync } from '../../api/syncs';
import { useStanding } from '../../api/useStanding';
import { ButtonLink } from '../../design/Button';
import { Listing, Table } from '../../design/Listing';
import { Page } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

export function Syncs() {
  const { t, f } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['syncs'], queryFn: syncs.list, refetchInterval: 10_000 });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const list = query.data?.items ?? [];
  const standing = useStanding(list);
  const route = (sync: Sync) => {
    const from = sync.segments.map((id) => segmentList.data?.items.find((x) => x.id === id)?.name ?? `#${id}`);
    const to = destinationList.data?.items.find((x) => x.id === sync.destination)?.name ?? `#${sync.destination}`;
    return `${f.list(from)} → ${to}`;
  };
  const create = mayEdit && (
    <ButtonLink to="/syncs/new" look="primary" icon="plus">
      {s.create}
    </ButtonLink>
  );
  return (
    <Page title={s.title} intro={s.intro} actions={create}>
      <Listing query={query} count={list.length} empty={{ title: s.emptyTitle, text: s.emptyText, action: create }}>
        <Table columns={[{ label: s.name }, { label: t.common.state }, { label: s.lastRun }, { label: s.health }]}>
          {list.map((sync) => (
            <tr key={sync.id} className="link">
              <td>
                <div>
                  <Link className="title break" to={`/syncs/${sync.id}`}>
                    {sync.name}
                  </Link>
                  <div className="small muted break">
                    {route(sync)} · {wordFor(s.modes, sync.mode)}
                  </div>
                </div>
              </td>
              <td data-label={t.common.state}>
                <StateBadge state={shownState(sync)} />
              </td>
              <td data-label={s.lastRun}>
                {sync.lastRun ? (
                  <span className="row">
                    <StateBadge state={sync.lastRun.state} />
                    <span className="small muted nowrap">{sync.lastRun.startedAt ? f.ago(sync.lastRun.startedAt) : ''}</span>
                  </span>
                ) : (
                  <span className="muted">{s.neverRan}</span>
                )}
              </td>
              <td data-label={s.health}>
                {(standing.get(sync.id) ?? 0) > 0 ? (
                  <Link to={`/syncs/${sync.id}/rejected`}>{s.rejectedRows(standing.get(sync.id) ?? 0)}</Link>
                ) : (
                  <Health sync={sync} />
                )}
              </td>
            </tr>
          ))}
        </Table>
      </Listing>
    </Page>
  );
}

function Health({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const run = sync.lastRun;
  if (run?.guard && run.state === 'paused') return <Link to={`/runs/${run.id}`}>{s.asks}</Link>;
  const bad = (sync.state === 'paused' && !isNotStarted(sync)) || run?.state === 'failed' || run?.state === 'paused';
  return (
    <span className="row small">
      <span className={`dot ${bad ? 'bad' : run ? 'good' : ''}`} />
      {bad ? s.needsYou : run ? s.healthy : s.notYet}
    </span>
  );
}
