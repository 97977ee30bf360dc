import { Link } from 'react-router';
import { NO_TALLY, type Run } from '../../api/runs';
import { syncs, type Sync } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { Listing, Table, usePages } from '../../design/Listing';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

export function SyncRuns({ sync }: { sync: Sync }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const { query, items } = usePages(['sync-runs', sync.id], (cursor) => syncs.runs(sync.id, cursor), { refetchInterval: 5000 });
  const tally = (run: Run, what: 'added' | 'changed' | 'removed') => {
    const { accepted, rejected } = run.counts?.[what] ?? NO_TALLY;
    return (
      <span>
        {f.number(accepted)}
        {rejected > 0 && <span className="is-bad"> / {f.number(rejected)}</span>}
      </span>
    );
  };
  const toDryRun = mayEdit && <ButtonLink to={`/syncs/${sync.id}/dry-run`}>{s.tabs.dryRun}</ButtonLink>;
  return (
    <Listing query={query} count={items.length} empty={{ title: s.noRuns, text: s.noRunsText, action: toDryRun }}>
      <Table
        columns={[
          { label: s.when },
          { label: s.added, right: true },
          { label: s.changed, right: true },
          { label: s.removed, right: true },
          { label: s.trigger },
          { label: s.took, right: true },
          { label: t.common.state },
        ]}
      >
        {items.map((run) => (
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
      </Table>
    </Listing>
  );
}
