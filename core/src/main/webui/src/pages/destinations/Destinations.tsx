import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { connectors, destinations } from '../../api/destinations';
import { ButtonLink } from '../../design/Button';
import { Listing } from '../../design/Listing';
import { Page } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { ConnectorMark } from './ConnectorMark';

export function Destinations() {
  const { t, f } = useI18n();
  const d = t.destinations;
  const mayConnect = useMay('admin');
  const query = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const kinds = useQuery({ queryKey: ['connectors'], queryFn: connectors });
  const list = query.data?.items ?? [];
  const create = mayConnect && (
    <ButtonLink to="/destinations/new" look="primary" icon="plus">
      {d.create}
    </ButtonLink>
  );
  return (
    <Page title={d.title} intro={d.intro} actions={create}>
      <Listing query={query} count={list.length} empty={{ title: d.emptyTitle, text: d.emptyText, action: create }}>
        <div className="tiles">
          {list.map((item) => {
            const kind = kinds.data?.find((k) => k.id === item.connector);
            return (
              <Link key={item.id} to={`/destinations/${item.id}`} className="card">
                <div className="row keep top">
                  <ConnectorMark name={kind?.name ?? item.connector} />
                  <div className="grow stack hair">
                    <strong className="break">{item.name}</strong>
                    <span className="small muted">{kind?.name ?? item.connector}</span>
                    <div>
                      <StateBadge state={item.state} />
                    </div>
                    {item.warnings?.map((warning) => (
                      <span key={warning.pointer} className="badge warn sentence">
                        {f.sentence(warning.message)}
                      </span>
                    ))}
                  </div>
                </div>
              </Link>
            );
          })}
        </div>
      </Listing>
    </Page>
  );
}
