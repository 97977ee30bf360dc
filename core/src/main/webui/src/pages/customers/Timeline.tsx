import type { TimelineEvent } from '../../api/profiles';
import { useI18n } from '../../i18n';

/** What happened, newest first, one heading a day. */
export function Timeline({ events }: { events: TimelineEvent[] }) {
  const { t, f } = useI18n();
  if (events.length === 0) return <p className="muted">{t.customers.noEvents}</p>;
  const days = new Map<string, TimelineEvent[]>();
  for (const e of events) {
    const day = f.date(e.at);
    days.set(day, [...(days.get(day) ?? []), e]);
  }
  return (
    <ol className="timeline">
      {[...days].map(([day, list]) => (
        <li key={day}>
          <h3 className="small">{day}</h3>
          <ol className="stack tight">
            {list.map((e, i) => (
              <li key={i} className="row between keep top">
                <div className="grow">
                  <span>{e.name}</span>
                  <div className="small muted break">{detail(e)}</div>
                </div>
                <span className="num small nowrap">
                  {e.amount != null && <strong>{f.decimal(e.amount)}</strong>} <span className="muted">{f.time(e.at)}</span>
                </span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function detail(e: TimelineEvent): string {
  const properties = Object.entries(e.properties ?? {})
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}: ${String(value)}`);
  return [e.orderRef, e.category, e.item, ...properties].filter(Boolean).slice(0, 4).join(' · ');
}
