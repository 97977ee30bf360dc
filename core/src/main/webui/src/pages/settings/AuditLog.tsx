import { access, type AuditEntry } from '../../api/access';
import { Listing, Table, usePages } from '../../design/Listing';
import { useI18n, wordFor } from '../../i18n';
import { deedOf } from './deed';

export function AuditLog() {
  const { t, f } = useI18n();
  const s = t.settings;
  const { query, items } = usePages(['audit'], access.audit);
  return (
    <div className="stack">
      <p className="muted">{s.auditIntro}</p>
      <Listing query={query} count={items.length} empty={{ title: s.auditNone, text: s.auditIntro }}>
        <Table compact columns={[{ label: s.when }, { label: s.who }, { label: s.what }, { label: s.outcome }]}>
          {items.map((entry) => (
            <tr key={entry.id}>
              <td className="nowrap">{f.dateTime(entry.at)}</td>
              <td data-label={s.who}>{entry.actor}</td>
              <td data-label={s.what}>
                <Deed entry={entry} />
              </td>
              <td data-label={s.outcome}>
                <Outcome outcome={entry.outcome} />
              </td>
            </tr>
          ))}
        </Table>
      </Listing>
    </div>
  );
}

function Deed({ entry }: { entry: AuditEntry }) {
  const { t } = useI18n();
  const { verb, thing, id } = deedOf(entry);
  const words = t.settings.deeds;
  const known = thing && t.settings.things[thing];
  return (
    <div title={`${entry.action} ${entry.subject}`}>
      {known ? (
        <>
          {id ? `${known} ${id}` : known}: {wordFor(words, verb)}
        </>
      ) : (
        <span className="break">{`${wordFor(words, entry.action)} ${entry.subject}`}</span>
      )}
    </div>
  );
}

/** An HTTP status says more to a program than to a person. */
function Outcome({ outcome }: { outcome: string }) {
  const { t } = useI18n();
  const done = /^[23]\d\d$/.test(outcome);
  return (
    <span className={done ? 'badge good' : 'badge bad'} title={outcome}>
      {done ? t.settings.done : t.settings.refused}
    </span>
  );
}
