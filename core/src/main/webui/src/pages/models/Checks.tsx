import type { Check } from '../../api/models';
import { Notice } from '../../design/Notice';
import { useI18n } from '../../i18n';

export function Checks({ title, checks }: { title: string; checks: Check[] }) {
  const { language } = useI18n();
  return (
    <section className="stack tight">
      <h2>{title}</h2>
      {checks.map((check) => (
        <Notice key={check.code + check.sentence.en} tone={check.severity === 'error' ? 'bad' : check.severity === 'warning' ? 'warn' : 'info'}>
          <span>{check.sentence[language]}</span>
        </Notice>
      ))}
    </section>
  );
}
