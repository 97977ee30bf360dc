import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { models, type ClusterReport } from '../../api/models';
import { ButtonLink } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { ClusterReportView } from './ClusterReportView';

export function Clusters() {
  const { t } = useI18n();
  const c = t.clusters;
  const mayEdit = useMay('editor');
  const [search, setSearch] = useSearchParams();
  const list = useQuery({ queryKey: ['models'], queryFn: models.list });
  const clusterings = (list.data?.items ?? []).filter((m) => m.kind === 'clustering');
  const model = clusterings.find((m) => m.id === Number(search.get('model'))) ?? clusterings.find((m) => m.champion != null) ?? clusterings[0];
  const report = useQuery({
    queryKey: ['report', model?.id, model?.champion],
    queryFn: () => models.report<ClusterReport>(model!.id, model!.champion!),
    enabled: model?.champion != null,
  });
  const create = mayEdit && (
    <ButtonLink to="/models/new?kind=clustering" look={clusterings.length ? undefined! : 'primary'} icon="plus">
      {c.create}
    </ButtonLink>
  );
  return (
    <Page
      title={c.title}
      intro={c.intro}
      actions={
        <>
          {clusterings.length > 1 && (
            <select className="select" aria-label={c.model} value={model?.id} onChange={(e) => setSearch({ model: e.target.value })}>
              {clusterings.map((m) => (
                <option key={m.id} value={m.id}>
                  {m.name}
                </option>
              ))}
            </select>
          )}
          {clusterings.length > 0 && create}
        </>
      }
    >
      <ProblemNotice error={list.error ?? report.error} />
      {(list.isPending || (report.isPending && report.isFetching)) && <Loading />}
      {list.data && !model && (
        <Card flush>
          <Empty title={c.emptyTitle} action={create}>
            {c.emptyText}
          </Empty>
        </Card>
      )}
      {model && model.champion == null && (
        <Notice title={model.state === 'training' ? c.training : c.notTrained}>
          <Link to={`/models/${model.id}`}>{c.fullReport}</Link>
        </Notice>
      )}
      {model && report.data && (
        <>
          <ClusterReportView model={model.id} report={report.data} />
          <div>
            <Link to={`/models/${model.id}`}>{c.fullReport}</Link>
          </div>
        </>
      )}
    </Page>
  );
}
