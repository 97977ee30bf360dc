import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { access } from '../../api/access';
import { destinations } from '../../api/destinations';
import { models } from '../../api/models';
import { profiles } from '../../api/profiles';
import { runs } from '../../api/runs';
import { segments } from '../../api/segments';
import { imports } from '../../api/sources';
import { syncs, type Sync } from '../../api/syncs';
import { useStanding } from '../../api/useStanding';
import { Figures } from '../../design/Figures';
import { Icon } from '../../design/Icon';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { alertsOf } from './alerts';
import { FirstSteps } from './FirstSteps';
import { RunsToday } from './RunsToday';
import { SegmentSizes } from './SegmentSizes';

const LIVE = { refetchInterval: 15_000 };
const NO_SYNCS: Sync[] = [];

export function Home() {
  const { t, f } = useI18n();
  const mayEdit = useMay('editor');
  const me = useQuery({ queryKey: ['me'], queryFn: access.me });
  const people = useQuery({ queryKey: ['people'], queryFn: profiles.count });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list, ...LIVE });
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list, ...LIVE });
  const importList = useQuery({ queryKey: ['imports'], queryFn: () => imports.list({ limit: 50 }), ...LIVE });
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const modelList = useQuery({ queryKey: ['models'], queryFn: models.list });
  const runList = useQuery({ queryKey: ['runs', 'today'], queryFn: () => runs.list({ limit: 100 }), ...LIVE });

  const all = [segmentList, syncList, importList, destinationList, modelList, runList];
  const failed = all.find((q) => q.error)?.error;
  const waiting = all.some((q) => q.isPending && !q.error);
  const standing = useStanding(syncList.data?.items ?? NO_SYNCS);
  const alerts = alertsOf(syncList.data?.items ?? NO_SYNCS, standing, importList.data?.items ?? [], destinationList.data?.items ?? [], t);
  const midnight = new Date().setHours(0, 0, 0, 0);
  const today = (runList.data?.items ?? []).filter((r) => !r.startedAt || new Date(r.startedAt).getTime() >= midnight);
  const delivered = today.reduce((n, r) => n + (r.counts ? r.counts.added.accepted + r.counts.changed.accepted + r.counts.removed.accepted : 0), 0);
  const done = {
    import: (importList.data?.items.length ?? 0) > 0 || (people.data ?? 0) > 0,
    segment: (segmentList.data?.items.length ?? 0) > 0,
    model: (modelList.data?.items.length ?? 0) > 0,
    destination: (destinationList.data?.items.length ?? 0) > 0,
    sync: (syncList.data?.items.length ?? 0) > 0,
  };
  const fresh = !waiting && !failed && !Object.values(done).every(Boolean);
  const empty = !done.import && !done.sync;

  return (
    <Page title={t.home.title} intro={waiting ? '' : empty ? t.home.begin : alerts.length ? t.home.attention(alerts.length) : t.home.calm}>
      {me.data?.passwordGenerated && (
        <Notice tone="warn" title={t.login.generated}>
          <span>
            {t.login.generatedNext} <Link to="/settings/password">{t.login.change}</Link>
          </span>
        </Notice>
      )}
      <ProblemNotice error={failed} />
      {waiting && <Loading />}
      {alerts.length > 0 && (
        <Card title={t.home.alerts} flush>
          <ul>
            {alerts.map((a) => (
              <li key={a.key} className="alert">
                <span className={`alert-icon ${a.tone}`}>
                  <Icon name={a.tone === 'bad' ? 'bad' : 'warn'} />
                </span>
                <div className="grow">
                  <strong>{a.title}</strong>
                  {a.because && <div className="muted small">{a.because}</div>}
                </div>
                <Link to={a.to} className="button small">
                  {t.home.look}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {fresh && mayEdit && <FirstSteps done={done} />}
      {!waiting && !empty && (
        <>
          <Card>
            <Figures
              figures={[
                { label: t.home.people, value: people.data === undefined ? '–' : f.number(people.data) },
                { label: t.home.segments, value: f.number(segmentList.data?.items.length ?? 0) },
                { label: t.home.delivered, value: f.number(delivered), after: t.home.deliveredAfter },
                { label: t.home.runs, value: f.number(today.length) },
              ]}
            />
          </Card>
          <div className="cols-2">
            <SegmentSizes segments={segmentList.data?.items ?? []} />
            <RunsToday runs={today} syncs={syncList.data?.items ?? []} imports={importList.data?.items ?? []} models={modelList.data?.items ?? []} />
          </div>
        </>
      )}
    </Page>
  );
}
