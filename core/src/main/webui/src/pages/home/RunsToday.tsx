import { Link } from 'react-router';
import type { Model } from '../../api/models';
import type { Run } from '../../api/runs';
import type { Import } from '../../api/sources';
import type { Sync } from '../../api/syncs';
import { Card } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';

interface Props {
  runs: Run[];
  syncs: Sync[];
  imports: Import[];
  models: Model[];
}

export function RunsToday({ runs, syncs, imports, models }: Props) {
  const { t, f } = useI18n();

  const subject = (run: Run): { name: string; to: string } => {
    if (run.kind === 'sync') return { name: syncs.find((s) => s.id === run.subject)?.name ?? `#${run.subject}`, to: `/runs/${run.id}` };
    if (run.kind === 'training') return { name: models.find((m) => m.id === run.subject)?.name ?? `#${run.subject}`, to: `/models/${run.subject}` };
    if (run.kind === 'duplicates') return { name: t.duplicates.title, to: '/customers/duplicates' };
    const found = imports.find((i) => i.run === run.id);
    return { name: found?.filename ?? `#${run.subject}`, to: found ? `/imports/${found.id}` : '/imports' };
  };

  return (
    <Card title={t.home.runs}>
      {runs.length === 0 && <p className="muted">{t.home.noRuns}</p>}
      <ul className="lines">
        {runs.slice(0, 8).map((run) => {
          const { name, to } = subject(run);
          return (
            <li key={run.id} className="row between keep">
              <div className="grow">
                <Link to={to} className="plain break">
                  {name}
                </Link>
                <div className="small muted">
                  {wordFor(t.kinds, run.kind)} · {run.startedAt ? f.time(run.startedAt) : t.states['queued']}
                  {run.startedAt && run.finishedAt && ` · ${f.duration(run.startedAt, run.finishedAt)}`}
                </div>
              </div>
              <StateBadge state={run.state} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
