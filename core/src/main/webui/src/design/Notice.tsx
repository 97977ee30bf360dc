import type { ReactNode } from 'react';
import { isSaidAt, toProblem, type Problem } from '../api/problem';
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

interface Failure {
  error?: unknown;
  problem?: Problem | null | undefined;
  /** fields of the form that say themselves what is wrong with them */
  besides?: string[];
}

/** What is wrong in one sentence, and what to do about it: the server's words, else ours for the code. */
export function ProblemNotice({ error, problem, besides }: Failure) {
  const { t } = useI18n();
  if (!error && !problem) return null;
  const shown = problem ?? toProblem(error);
  if (besides && isSaidAt(shown, besides)) return null;
  const own = (t.problems as Record<string, { sentence: string; nextStep: string } | undefined>)[shown.code];
  const sentence = shown.detail ?? own?.sentence ?? shown.title ?? t.problems.unexpected.sentence;
  return (
    <Notice tone="bad" title={sentence}>
      <span>{shown.nextStep ?? own?.nextStep ?? t.problems.unexpected.nextStep}</span>
    </Notice>
  );
}
