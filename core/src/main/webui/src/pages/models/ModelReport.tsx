import { useQuery } from '@tanstack/react-query';
import { models, type ClusterReport, type ExternalReport, type Model, type PredictionReport, type Report, type UpliftReport, type ValueReport } from '../../api/models';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { ClusterReportView } from '../clusters/ClusterReportView';
import { ExternalReportView } from './ExternalReportView';
import { PredictionReportView } from './PredictionReportView';
import { Provenance } from './Provenance';
import { UpliftReportView } from './UpliftReportView';
import { ValueReportView } from './ValueReportView';

/** Where no version is in use, why the latest is not, and what it came to. */
export function ModelReport({ model, version }: { model: Model; version: number | null }) {
  const { t, language } = useI18n();
  const versions = useQuery({ queryKey: ['versions', model.id], queryFn: () => models.versions(model.id), enabled: version == null });
  if (version != null) return <ReportOf model={model} version={version} />;
  const latest = versions.data?.items[0];
  if (versions.error) return <ProblemNotice error={versions.error} />;
  if (!versions.data) return <Loading />;
  if (!latest) return <Notice>{model.kind === 'external' ? t.models.noFile : t.models.noReport}</Notice>;
  return (
    <>
      <Notice tone="warn" title={t.models.notInUse(latest.number)}>
        {latest.decision && <p>{latest.decision.reason[language]}</p>}
      </Notice>
      <ReportOf model={model} version={latest.number} />
    </>
  );
}

function ReportOf({ model, version }: { model: Model; version: number }) {
  const query = useQuery({ queryKey: ['report', model.id, version], queryFn: () => models.report<Report>(model.id, version) });
  if (query.error) return <ProblemNotice error={query.error} />;
  if (!query.data) return <Loading />;
  return (
    <>
      {model.kind === 'clustering' ? (
        <ClusterReportView model={model.id} report={query.data as ClusterReport} />
      ) : model.kind === 'value' ? (
        <ValueReportView model={model} report={query.data as ValueReport} />
      ) : model.kind === 'uplift' ? (
        <UpliftReportView model={model} report={query.data as UpliftReport} />
      ) : model.kind === 'external' ? (
        <ExternalReportView report={query.data as ExternalReport} />
      ) : (
        <PredictionReportView model={model} report={query.data as PredictionReport} />
      )}
      <Provenance provenance={query.data.provenance} preparation={query.data.preparation ?? []} />
    </>
  );
}
