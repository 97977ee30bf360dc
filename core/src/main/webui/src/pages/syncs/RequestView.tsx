import type { Request } from '../../api/syncs';
import { useI18n } from '../../i18n';

/** A request as it goes over the wire; bodies that are JSON are laid out to be read. */
export function RequestView({ request, open }: { request: Request; open?: boolean }) {
  const { t } = useI18n();
  return (
    <details className="request" open={open}>
      <summary>
        <span className="method">{request.method}</span>
        <code className="break">{request.url}</code>
        {request.rows && request.rows.length > 0 && <span className="small muted nowrap">{t.common.rows(request.rows.length)}</span>}
      </summary>
      <div className="stack tight">
        <div className="label">{t.syncs.headers}</div>
        <pre className="code" tabIndex={0}>
          {Object.entries(request.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
        </pre>
        <div className="label">{t.syncs.body}</div>
        {request.body ? (
          <pre className="code" tabIndex={0}>
            {laidOut(request.body)}
          </pre>
        ) : (
          <p className="muted small">{t.syncs.noBody}</p>
        )}
      </div>
    </details>
  );
}

/** Pretty JSON; of a whole message (head, empty line, body) the body. */
export function laidOut(text: string): string {
  const gap = text.indexOf('\n\n');
  if (gap > 0) return text.slice(0, gap + 2) + laidOut(text.slice(gap + 2));
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
