import type { Destination } from '../../api/destinations';
import type { Import } from '../../api/sources';
import { isNotStarted, type Sync } from '../../api/syncs';
import type { Dictionary } from '../../i18n';

export interface Alert {
  key: string;
  tone: 'bad' | 'warn';
  title: string;
  because?: string | undefined;
  to: string;
}

/** What a person has to look at, worst first. Only the latest import of each source counts: a later good one repairs. */
export function alertsOf(syncs: Sync[], standing: Map<number, number>, imports: Import[], destinations: Destination[], t: Dictionary): Alert[] {
  const alerts: Alert[] = [];
  for (const d of destinations) {
    if (d.state === 'needs-attention') {
      alerts.push({ key: `d${d.id}`, tone: 'bad', title: t.home.brokenDestination(d.name), because: d.problem?.detail, to: `/destinations/${d.id}` });
    }
  }
  for (const s of syncs) {
    const run = s.lastRun;
    const to = `/syncs/${s.id}`;
    if (run?.guard && run.state === 'paused') {
      alerts.push({ key: `s${s.id}`, tone: 'bad', title: t.home.guardSync(s.name), to: `/runs/${run.id}` });
    } else if (s.state === 'paused' && !isNotStarted(s)) {
      const because = typeof s.pausedBecause === 'string' ? (t.codes[s.pausedBecause]?.sentence ?? s.pausedBecause) : s.pausedBecause?.detail;
      alerts.push({ key: `s${s.id}`, tone: 'bad', title: t.home.pausedSync(s.name), because, to });
    } else if (run?.state === 'failed') {
      alerts.push({ key: `s${s.id}`, tone: 'bad', title: t.home.failedSync(s.name), because: run.problem?.detail, to: `/runs/${run.id}` });
    } else if ((standing.get(s.id) ?? 0) > 0) {
      alerts.push({ key: `s${s.id}`, tone: 'warn', title: t.home.rejectedSync(s.name, standing.get(s.id) ?? 0), to: `${to}/rejected` });
    }
  }
  const latest = new Map<number, Import>();
  for (const i of imports) if ((latest.get(i.source)?.id ?? 0) < i.id) latest.set(i.source, i);
  for (const i of latest.values()) {
    if (i.state === 'failed')
      alerts.push({ key: `i${i.id}`, tone: 'bad', title: t.home.failedImport(i.filename), because: i.problem?.detail, to: `/imports/${i.id}` });
  }
  return alerts.sort((a, b) => (a.tone === b.tone ? 0 : a.tone === 'bad' ? -1 : 1));
}
