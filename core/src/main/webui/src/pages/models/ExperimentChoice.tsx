import { useQuery } from '@tanstack/react-query';
import { experiments } from '../../api/experiments';
import { ButtonLink } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** From which experiment it is learned whom sending moves. */
export function ExperimentChoice({ chosen, onChange }: { chosen: number | null; onChange: (experiment: number) => void }) {
  const { t } = useI18n();
  const m = t.models;
  const query = useQuery({ queryKey: ['experiments', 'to-learn-from'], queryFn: experiments.all });
  const list = query.data?.items ?? [];
  return (
    <Card title={m.fromExperiment}>
      <div className="stack tight">
        <ProblemNotice error={query.error} />
        {query.data && list.length === 0 ? (
          <>
            <Notice>{m.noExperiment}</Notice>
            <div className="row">
              <ButtonLink to="/experiments/new">{t.experiments.create}</ButtonLink>
            </div>
          </>
        ) : (
          <select className="select" aria-label={m.fromExperiment} required value={chosen ?? ''} onChange={(e) => onChange(Number(e.target.value))}>
            <option value="" disabled>
              –
            </option>
            {list.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
        <p className="hint">{m.upliftHint}</p>
      </div>
    </Card>
  );
}
