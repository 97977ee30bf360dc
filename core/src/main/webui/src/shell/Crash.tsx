import { Link } from 'react-router';
import { Button } from '../design/Button';
import { useI18n } from '../i18n';

/** Shown for an address that leads nowhere, and for a page that broke. */
export function Crash({ missing }: { missing?: boolean }) {
  const { t } = useI18n();
  return (
    <div className="empty">
      <h1>{missing ? t.common.notFound : t.common.crashed}</h1>
      {!missing && <p className="muted">{t.common.crashedNext}</p>}
      <div className="row">
        {!missing && <Button onClick={() => window.location.reload()}>{t.common.reload}</Button>}
        <Link to="/">{t.common.toHome}</Link>
      </div>
    </div>
  );
}
