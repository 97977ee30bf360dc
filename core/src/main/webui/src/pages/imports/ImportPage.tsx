import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { isFinal } from '../../api/runs';
import { imports, sources, type Import } from '../../api/sources';
import { useRun } from '../../api/useRun';
import { ButtonLink } from '../../design/Button';
import { Progress } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { CorrectionsReport } from './CorrectionsReport';
import { QualityTable } from './QualityTable';
import { RowsReport } from './RowsReport';

export function ImportPage() {
  const { t } = useI18n();
  const m = t.imports;
  const mayEdit = useMay('editor');
  const id = Number(useParams()['id']);
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: () => imports.one(id),
    refetchInterval: (q) => (q.state.data && isFinal(q.state.data.state) ? false : 1500),
  });
  const shown = query.data;
  const source = useQuery({ queryKey: ['source', shown?.source], queryFn: () => sources.one(shown!.source), enabled: !!shown });
  return (
    <Page
      title={shown?.filename ?? m.importTitle}
      back={source.data ? { to: `/sources/${source.data.id}`, label: source.data.name } : { to: '/imports', label: m.title }}
      badge={shown && <StateBadge state={shown.state} />}
    >
      <ProblemNotice error={query.error} problem={shown?.problem} />
      {query.isPending && <Loading />}
      {shown && !isFinal(shown.state) && <Working shown={shown} />}
      {shown?.report && isFinal(shown.state) && (
        <>
          <RowsReport report={shown.report} />
          {shown.report.corrections && <CorrectionsReport corrections={shown.report.corrections} />}
          {shown.report.quality && <QualityTable quality={shown.report.quality} rows={shown.report.rowsIn} purchases={!!source.data?.mapping?.event} />}
          {shown.state !== 'failed' && mayEdit && (
            <Notice tone="good" title={m.nextTitle}>
              <div className="row">
                <ButtonLink to="/segments/new" small>
                  {m.nextSegment}
                </ButtonLink>
                <ButtonLink to="/models/new?kind=clustering" small>
                  {m.nextModel}
                </ButtonLink>
              </div>
            </Notice>
          )}
        </>
      )}
    </Page>
  );
}

function Working({ shown }: { shown: Import }) {
  const { t, f } = useI18n();
  const run = useRun(shown.run).data;
  const phase = run?.progress?.phase ?? shown.progress?.phase ?? 'queued';
  const read = run?.progress?.done ?? shown.progress?.rowsRead;
  return (
    <Card title={t.imports.working}>
      <div className="stack tight">
        <Progress done={run?.progress?.done} total={run?.progress?.total} label={t.imports.working} />
        <div className="row between small muted" aria-live="polite">
          <span>{wordFor(t.imports.phases, phase)}</span>
          <span className="num">{read ? t.imports.rowsRead(f.number(read)) : ''}</span>
        </div>
      </div>
    </Card>
  );
}
