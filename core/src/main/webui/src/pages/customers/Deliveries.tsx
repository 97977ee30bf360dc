import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { destinations } from '../../api/destinations';
import type { ProfileDetail } from '../../api/profiles';
import { syncs } from '../../api/syncs';
import { Card } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';

export function Deliveries({ deliveries }: { deliveries: ProfileDetail['deliveries'] }) {
  const { t, f } = useI18n();
  const c = t.customers;
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  return (
    <Card title={c.deliveries}>
      {deliveries.length === 0 && <p className="muted">{c.noDeliveries}</p>}
      <ul className="lines">
        {deliveries.map((d, i) => (
          <li key={i} className="row between keep">
            <div className="grow">
              <Link to={`/syncs/${d.sync}`} className="plain">
                {d.destinationName ?? destinationList.data?.items.find((x) => x.id === d.destination)?.name ?? `#${d.destination}`}
              </Link>
              <div className="small muted">
                {d.syncName ?? syncList.data?.items.find((x) => x.id === d.sync)?.name} · {f.dateTime(d.at)}
              </div>
            </div>
            <StateBadge state={d.state} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
