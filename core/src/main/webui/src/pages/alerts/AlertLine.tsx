import type { Alert } from '../../api/alerts';
import { ButtonLink } from '../../design/Button';
import { Icon } from '../../design/Icon';
import { useI18n } from '../../i18n';

/** What is wrong, why, and what to do about it. */
export function AlertLine({ alert }: { alert: Alert }) {
  const { t, f } = useI18n();
  const a = t.alerts;
  const over = alert.state !== 'firing';
  const tone = over ? 'good' : alert.severity === 'error' ? 'bad' : 'warn';
  return (
    <li className="alert">
      <span className={`alert-icon ${tone}`}>
        <Icon name={tone === 'good' ? 'check' : tone} />
      </span>
      <div className="grow">
        <strong className="break">{alert.sentence}</strong>
        {alert.reason && <div className="small">{alert.reason}</div>}
        <div className="muted small">
          {alert.state === 'firing' && `${alert.nextStep} `}
          {alert.state === 'recovering' && `${a.recovering} `}
          <time dateTime={alert.firedAt} title={f.dateTime(alert.firedAt)}>
            {alert.recoveredAt ? a.lasted(f.dateTime(alert.firedAt), f.duration(alert.firedAt, alert.recoveredAt)) : a.began(f.ago(alert.firedAt))}
          </time>
        </div>
      </div>
      {alert.link !== '/' && (
        <ButtonLink small to={alert.link}>
          {a.look}
        </ButtonLink>
      )}
    </li>
  );
}
