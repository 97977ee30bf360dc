import type { ReactNode } from 'react';
import type { Role } from '../api/session';
import { Notice } from '../design/Notice';
import { useI18n } from '../i18n';
import { useMay } from './useSession';

/** A page that only some may use; for the others it says so instead of offering what would be refused. */
export function Only({ role, children }: { role: Role; children: ReactNode }) {
  const { t } = useI18n();
  if (useMay(role)) return children;
  return (
    <div className="page">
      <Notice tone="warn" title={t.problems.forbidden.sentence}>
        {t.problems.forbidden.nextStep}
      </Notice>
    </div>
  );
}
