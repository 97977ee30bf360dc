import type { PredictionReport } from '../../api/models';
import { Notice } from '../../design/Notice';
import { useI18n } from '../../i18n';

/** What to know about the data before trusting a model. */
export function Checks({ checks }: { checks: PredictionReport['checks'] }) {
  const { t, language } = useI18n();
  if (checks.length === 0) return null;
  return (
    <section className="stack tight">
      <h2>{t.models.checks}</h2>
      {checks.map((check) => (
        <Notice key={check.code} tone={check.severity === 'error' ? 'bad' : check.severity === 'warning' ? 'warn' : 'info'}>
          <span>{check.sentence[language]}</span>
        </Notice>
      ))}
    </section>
  );
}
