import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { Button } from '../design/Button';
import { useI18n } from '../i18n';

export function Crash() {
  const { t } = useI18n();
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main className="main">
      <div className="empty">
        <h1>{missing ? t.common.notFound : t.common.crashed}</h1>
        {!missing && <p className="muted">{t.common.crashedNext}</p>}
        <div className="row">
          {!missing && <Button onClick={() => window.location.reload()}>{t.common.reload}</Button>}
          <Link to="/">{t.common.toHome}</Link>
        </div>
      </div>
    </main>
  );
}
