import type { Experiment } from '../../api/experiments';
import { useI18n } from '../../i18n';

export function Running({ experiment }: { experiment: Experiment }) {
  const { t } = useI18n();
  return experiment.endedAt ? <span className="badge">{t.experiments.ended}</span> : <span className="badge good">{t.experiments.running}</span>;
}
