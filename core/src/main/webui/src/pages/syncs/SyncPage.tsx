import { useQuery } from '@tanstack/react-query';
import { Route, Routes, useParams } from 'react-router';
import { destinations } from '../../api/destinations';
import { segments } from '../../api/segments';
import { shownState, syncs } from '../../api/syncs';
import { ProblemNotice } from '../../design/Notice';
import { Loading, Page, Tabs } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { Only } from '../../shell/Only';
import { useMay } from '../../shell/useSession';
import { DryRunTab } from './DryRunTab';
import { Paused } from './Paused';
import { Rejected } from './Rejected';
import { SyncActions } from './SyncActions';
import { SyncForm } from './SyncForm';
import { SyncRuns } from './SyncRuns';

export function SyncPage() {
  const { t, f } = useI18n();
  const s = t.syncs;
  const id = Number(useParams()['id']);
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['sync', id], queryFn: () => syncs.one(id), refetchInterval: 10_000 });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const sync = query.data;
  const base = `/syncs/${id}`;
  const from = sync?.segments.map((x) => segmentList.data?.items.find((o) => o.id === x)?.name ?? `#${x}`) ?? [];
  const to = destinationList.data?.items.find((x) => x.id === sync?.destination)?.name ?? '';
  return (
    <Page
      title={sync?.name ?? s.name}
      back={{ to: '/syncs', label: s.title }}
      badge={sync && <StateBadge state={shownState(sync)} />}
      intro={sync && `${f.list(from)} → ${to}`}
      actions={sync && mayEdit && <SyncActions sync={sync} />}
    >
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {sync?.state === 'paused' && <Paused sync={sync} />}
      {sync && (
        <>
          <Tabs
            tabs={[
              { to: base, label: s.tabs.runs, end: true },
              { to: `${base}/rejected`, label: s.tabs.rejected },
              ...(mayEdit ? [{ to: `${base}/dry-run`, label: s.tabs.dryRun }] : []),
              { to: `${base}/settings`, label: s.tabs.settings },
            ]}
          />
          <Routes>
            <Route index element={<SyncRuns sync={sync} />} />
            <Route path="rejected" element={<Rejected sync={sync} />} />
            <Route
              path="dry-run"
              element={
                <Only role="editor">
                  <DryRunTab sync={sync} />
                </Only>
              }
            />
            <Route path="settings" element={<SyncForm key={sync.id} sync={sync} />} />
          </Routes>
        </>
      )}
    </Page>
  );
}
