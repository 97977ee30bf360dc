import type { ReactNode } from 'react';
import { toProblem, type Problem } from '../api/problem';
import { useI18n } from '../i18n';
import { Icon } from './Icon';

export function Notice({ tone = 'info', title, children }: { tone?: 'info' | 'good' | 'warn' | 'bad'; title?: ReactNode; children?: ReactNode }) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={tone === 'good' ? 'check' : tone === 'warn' ? 'warn' : tone} />
      <div>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}

/** What is wrong in one sentence, and what to do about it. Our own wording where we have the code, else the server's. */
export function ProblemNotice({ error, problem, tone = 'bad' }: { error?: unknown; problem?: Problem | null | undefined; tone?: 'bad' | 'warn' }) {
  const { t } = useI18n();
  if (!error && !problem) return null;
  const shown = problem ?? toProblem(error);
  const own = (t.problems as Record<string, { sentence: string; nextStep: string } | undefined>)[shown.code];
  const sentence = shown.detail ?? own?.sentence ?? shown.title ?? t.problems.unexpected.sentence;
  return (
    <Notice tone={tone} title={sentence}>
      <span>{shown.nextStep ?? own?.nextStep ?? t.problems.unexpected.nextStep}</span>
    </Notice>
  );
}
