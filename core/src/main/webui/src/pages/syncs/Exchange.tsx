import { Fragment } from 'react';
import { useI18n } from '../../i18n';
import { laidOut } from './RequestView';

/** What went out about one row and what came back, side by side, with the field at fault marked. */
export function Exchange({ request, response, field }: { request: string; response: string; field?: string | null }) {
  const { t } = useI18n();
  return (
    <div className="exchange">
      <Side title={t.syncs.request} text={request} field={field} />
      <Side title={t.syncs.response} text={response} field={field} />
    </div>
  );
}

function Side({ title, text, field }: { title: string; text: string; field?: string | null }) {
  const { t } = useI18n();
  return (
    <section className="stack tight">
      <h4 className="label">{title}</h4>
      {text ? (
        <pre className="code" tabIndex={0}>
          {laidOut(text)
            .split('\n')
            .map((line, i) => (
              <Fragment key={i}>
                {isAbout(line, field) ? (
                  <mark className="fault" title={t.syncs.fieldAtFault}>
                    {line}
                  </mark>
                ) : (
                  line
                )}
                {'\n'}
              </Fragment>
            ))}
        </pre>
      ) : (
        <p className="small muted">{t.syncs.noExample}</p>
      )}
    </section>
  );
}

/** Names of fields stand in quotes, be they keys or values. */
export const isAbout = (line: string, field?: string | null): boolean => !!field && line.includes(`"${field}"`);
