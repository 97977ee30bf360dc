import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { access } from '../../api/access';
import type { Alert } from '../../api/alerts';
import { destinations } from '../../api/destinations';
import { models } from '../../api/models';
import { profiles } from '../../api/profiles';
import { runs } from '../../api/runs';
import { segments } from '../../api/segments';
import { imports } from '../../api/sources';
import { syncs } from '../../api/syncs';
import { useAlerts } from '../../api/useAlerts';
import { ButtonLink } from '../../design/Button';
import { Figures } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { AlertLine } from '../alerts/AlertLine';
import { FirstSteps } from './FirstSteps';
import { RunsToday } from './RunsToday';
import { SegmentSizes } from './SegmentSizes';

const LIVE = { refetchInterval: 15_000 };

/** What stands still before what merely goes badly; what seems to be over last. */
function worstFirst(alerts: Alert[]): Alert[] {
  const rank = (alert: Alert) => (alert.state === 'firing' ? (alert.severity === 'error' ? 0 : 1) : 2);
  return alerts.toSorted((a, b) => rank(a) - rank(b));
}

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

  const alertList = useAlerts();

  const all = [alertList, segmentList, syncList, importList, destinationList, modelList, runList];
  const failed = all.find((q) => q.error)?.error;
  const waiting = all.some((q) => q.isPending && !q.error);
  const wrong = worstFirst(alertList.data?.items ?? []);
  const firing = wrong.filter((alert) => alert.state === 'firing').length;
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
    <Page title={t.home.title} intro={waiting ? '' : empty ? t.home.begin : firing ? t.home.attention(firing) : t.home.calm}>
      {me.data?.passwordGenerated && (
        <Notice tone="warn" title={t.login.generated}>
          <span>
            {t.login.generatedNext} <Link to="/settings/password">{t.login.change}</Link>
          </span>
        </Notice>
      )}
      <ProblemNotice error={failed} />
      {waiting && <Loading />}
      {wrong.length > 0 && (
        <Card
          title={firing ? t.alerts.needsYou : t.alerts.justOver}
          aside={
            <ButtonLink small to="/alerts">
              {t.alerts.all}
            </ButtonLink>
          }
          flush
        >
          <ul>
            {wrong.map((alert) => (
              <AlertLine key={alert.id} alert={alert} />
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
