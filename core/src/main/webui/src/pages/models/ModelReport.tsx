import { useQuery } from '@tanstack/react-query';
import { models, type ClusterReport, type Model, type PredictionReport, type ValueReport } from '../../api/models';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { ClusterReportView } from '../clusters/ClusterReportView';
import { PredictionReportView } from './PredictionReportView';
import { Provenance } from './Provenance';
import { ValueReportView } from './ValueReportView';

export function ModelReport({ model, version }: { model: Model; version: number | null }) {
  const { t } = useI18n();
  const query = useQuery({
    queryKey: ['report', model.id, version],
    queryFn: () => models.report<ClusterReport | PredictionReport | ValueReport>(model.id, version!),
    enabled: version != null,
  });
  if (version == null) return <Notice>{t.models.noReport}</Notice>;
  if (query.error) return <ProblemNotice error={query.error} />;
  if (!query.data) return <Loading />;
  return (
    <>
      {model.kind === 'clustering' ? (
        <ClusterReportView model={model.id} report={query.data as ClusterReport} />
      ) : model.kind === 'value' ? (
        <ValueReportView model={model} report={query.data as ValueReport} />
      ) : (
        <PredictionReportView model={model} report={query.data as PredictionReport} />
      )}
      <Provenance provenance={query.data.provenance} preparation={query.data.preparation ?? []} />
    </>
  );
}
