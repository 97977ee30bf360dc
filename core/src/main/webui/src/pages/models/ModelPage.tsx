import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Route, Routes, useParams } from 'react-router';
import { models } from '../../api/models';
import { isFinal } from '../../api/runs';
import { useRun } from '../../api/useRun';
import { Button } from '../../design/Button';
import { Progress } from '../../design/Figures';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page, Tabs } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { KindBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { FilePart } from './FilePart';
import { ModelDefinition } from './ModelDefinition';
import { ModelReport } from './ModelReport';
import { SearchProgress } from './SearchProgress';
import { Versions } from './Versions';
import { WatchPart } from './WatchPart';

export function ModelPage() {
  const { t, f } = useI18n();
  const m = t.models;
  const id = Number(useParams()['id']);
  const cache = useQueryClient();
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['model', id], queryFn: () => models.one(id) });
  const train = useMutation({ mutationFn: () => models.train(id), onSuccess: () => void cache.invalidateQueries({ queryKey: ['model', id] }) });
  const run = useRun(train.data?.run ?? query.data?.run ?? undefined).data;
  const working = run && !isFinal(run.state);
  const model = query.data;
  const base = `/models/${id}`;
  return (
    <Page
      title={model?.name ?? m.name}
      back={{ to: '/models', label: m.title }}
      badge={model && <KindBadge kind={model.kind} />}
      intro={model && (model.champion != null ? `${m.champion}: ${m.version(model.champion)}` : m.none)}
      actions={
        mayEdit &&
        model && (
          <>
            {model.kind !== 'external' && (
              <Button icon="play" busy={train.isPending} disabled={!!working} onClick={() => train.mutate()}>
                {m.train}
              </Button>
            )}
            <Removal label={m.delete} title={m.deleteTitle(model.name)} text={m.deleteText} remove={() => models.remove(id)} from="models" to="/models" />
          </>
        )
      }
    >
      <ProblemNotice error={query.error ?? train.error} problem={run?.state === 'failed' ? run.problem : null} />
      {model?.silence && (
        <Notice tone="bad" title={m.silent.title(f.dateTime(model.silence.since))}>
          <span>{model.silence.code === 'MODEL_DAMAGED' ? m.silent.damaged : m.silent.other}</span>
        </Notice>
      )}
      {query.isPending && <Loading />}
      {working && (
        <Card title={model?.kind === 'external' ? m.scoring : m.training}>
          <div className="stack tight">
            <Progress done={run.progress?.done} total={run.progress?.total} label={model?.kind === 'external' ? m.scoring : m.training} />
            <span className="small muted" aria-live="polite">
              {wordFor(m.phases, run.progress?.phase ?? 'queued')}
            </span>
            {run.progress?.found && <SearchProgress found={run.progress.found} />}
          </div>
        </Card>
      )}
      {model && (
        <>
          {model.target && 'experiment' in model.target && (
            <p className="muted">
              {m.learnsFrom} <Link to={`/experiments/${model.target.experiment}`}>{m.itsExperiment}</Link>
            </p>
          )}
          <Tabs
            tabs={[
              { to: base, label: m.tabs.report, end: true },
              ...(model.kind === 'external' ? [{ to: `${base}/file`, label: m.tabs.file }] : []),
              { to: `${base}/watch`, label: t.watch.tab },
              { to: `${base}/versions`, label: m.tabs.versions },
              { to: `${base}/definition`, label: m.tabs.definition },
            ]}
          />
          <Routes>
            <Route index element={<ModelReport model={model} version={model.champion} />} />
            <Route path="file" element={<FilePart model={model} working={!!working} />} />
            <Route path="watch" element={<WatchPart model={model} />} />
            <Route path="versions" element={<Versions model={model} />} />
            <Route path="versions/:version" element={<ReportOfVersion model={model} />} />
            <Route path="definition" element={<ModelDefinition model={model} />} />
          </Routes>
        </>
      )}
    </Page>
  );
}

function ReportOfVersion({ model }: { model: Parameters<typeof ModelReport>[0]['model'] }) {
  const { t } = useI18n();
  const version = Number(useParams()['version']);
  return (
    <>
      <h2>{t.models.reportOf(version)}</h2>
      <ModelReport model={model} version={version} />
    </>
  );
}
