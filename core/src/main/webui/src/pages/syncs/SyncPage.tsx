import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Route, Routes, useNavigate, useParams } from 'react-router';
import { destinations } from '../../api/destinations';
import { segments } from '../../api/segments';
import { syncs, type Sync } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading, Page, Tabs } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { DryRunTab } from './DryRunTab';
import { Rejected } from './Rejected';
import { SyncForm } from './SyncForm';
import { SyncRuns } from './SyncRuns';

export function SyncPage() {
  const { t, f } = useI18n();
  const s = t.syncs;
  const id = Number(useParams()['id']);
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
      badge={sync && <StateBadge state={sync.state} />}
      intro={sync && `${f.list(from)} → ${to}`}
      actions={sync && <SyncActions sync={sync} />}
    >
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {sync?.state === 'paused' && sync.pausedBecause && <Paused because={sync.pausedBecause} />}
      {sync && (
        <>
          <Tabs
            tabs={[
              { to: base, label: s.tabs.runs, end: true },
              { to: `${base}/rejected`, label: s.tabs.rejected },
              { to: `${base}/dry-run`, label: s.tabs.dryRun },
              { to: `${base}/settings`, label: s.tabs.settings },
            ]}
          />
          <Routes>
            <Route index element={<SyncRuns sync={sync} />} />
            <Route path="rejected" element={<Rejected sync={sync} />} />
            <Route path="dry-run" element={<DryRunTab sync={sync} />} />
            <Route path="settings" element={<SyncForm key={sync.id} sync={sync} />} />
          </Routes>
        </>
      )}
    </Page>
  );
}

function Paused({ because }: { because: NonNullable<Sync['pausedBecause']> }) {
  const { t } = useI18n();
  const code = typeof because === 'string' ? because : because.code;
  const own = t.codes[code];
  const particulars = typeof because === 'string' ? undefined : (because.detail ?? (because as { message?: string }).message);
  return (
    <Notice tone="warn" title={`${t.syncs.pausedTitle}: ${own?.sentence ?? particulars ?? code}`}>
      {own && particulars && <span className="break">{particulars}</span>}
      <span>{own?.nextStep ?? (typeof because === 'string' ? '' : because.nextStep)}</span>
    </Notice>
  );
}

function SyncActions({ sync }: { sync: Sync }) {
  const { t } = useI18n();
  const s = t.syncs;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const say = useToast();
  const mayEdit = useMay('editor');
  const [asking, setAsking] = useState<'resync' | 'delete'>();
  const refresh = () => void cache.invalidateQueries();
  const run = useMutation({
    mutationFn: () => syncs.run(sync.id),
    onSuccess: (started) => {
      say(s.started);
      void navigate(`/runs/${started.run}`);
    },
  });
  const toggle = useMutation({ mutationFn: () => (sync.state === 'paused' ? syncs.resume(sync.id) : syncs.pause(sync.id)), onSuccess: refresh });
  const resync = useMutation({
    mutationFn: () => syncs.resync(sync.id),
    onSuccess: (started) => {
      setAsking(undefined);
      refresh();
      if (started?.run) void navigate(`/runs/${started.run}`);
    },
  });
  const remove = useMutation({
    mutationFn: () => syncs.remove(sync.id),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['syncs'] });
      void navigate('/syncs');
    },
  });
  if (!mayEdit) return null;
  return (
    <>
      <Button look="quiet" icon="sync" aria-label={s.resync} title={s.resync} onClick={() => setAsking('resync')} />
      <Button look="quiet" icon="trash" aria-label={s.delete} title={s.delete} onClick={() => setAsking('delete')} />
      <Button icon={sync.state === 'paused' ? 'play' : 'pause'} busy={toggle.isPending} onClick={() => toggle.mutate()}>
        {sync.state === 'paused' ? s.resume : s.pause}
      </Button>
      <Button look="primary" icon="play" busy={run.isPending} disabled={sync.state === 'paused'} onClick={() => run.mutate()}>
        {s.run}
      </Button>
      <ProblemNotice error={run.error ?? toggle.error} />
      {asking === 'resync' && (
        <Confirm
          title={s.resyncTitle}
          text={s.resyncText}
          action={s.resync}
          busy={resync.isPending}
          error={resync.error}
          onConfirm={() => resync.mutate()}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'delete' && (
        <Confirm
          title={s.deleteTitle(sync.name)}
          text={s.deleteText}
          action={t.common.delete}
          danger
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
