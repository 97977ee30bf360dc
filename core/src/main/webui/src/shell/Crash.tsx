import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';
import { Button } from '../design/Button';
import { useI18n } from '../i18n';

/** Shown for an address that leads nowhere, and for a page that broke. */
export function Crash({ missing }: { missing?: boolean }) {
  const { t } = useI18n();
  const offline = notLoaded(useRouteError());
  useEffect(() => {
    if (!offline) return;
    const again = () => window.location.reload();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [offline]);
  const [title, next] = missing
    ? [t.common.notFound, '']
    : offline
      ? [t.problems.unreachable.sentence, t.problems.unreachable.nextStep]
      : [t.common.crashed, t.common.crashedNext];
  return (
    <div className="empty" role="alert">
      <h1>{title}</h1>
      {next && <p className="muted">{next}</p>}
      <div className="row">
        {!missing && <Button onClick={() => window.location.reload()}>{t.common.reload}</Button>}
        <Link to="/">{t.common.toHome}</Link>
      </div>
    </div>
  );
}

/** Pages are fetched when they are first opened: without a network, or after an update of the server, that fails. */
function notLoaded(error: unknown): boolean {
  return error instanceof TypeError && /import|fetch|module/i.test(error.message);
}
