import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { connectorCatalogue, type Connector } from '../../api/destinations';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { ConnectorMark } from './ConnectorMark';
import { DestinationForm } from './DestinationForm';

const ORDER = ['crm', 'email', 'ads', 'cdp', 'personalisation', 'webhook', 'files', 'streams'];

/** The catalogue, by category; then the form of the chosen connector. */
export function NewDestination() {
  const { t } = useI18n();
  const d = t.destinations;
  const [search, setSearch] = useSearchParams();
  const query = useQuery({ queryKey: ['connector-catalogue'], queryFn: connectorCatalogue });
  const chosen = query.data?.items.find((c) => c.id === search.get('connector'));
  if (chosen) {
    return (
      <Page title={d.connect(chosen.name)} back={{ to: '/destinations/new', label: d.create }}>
        <DestinationForm connector={chosen} />
      </Page>
    );
  }
  const categories = [...new Set((query.data?.items ?? []).map((c) => c.category.toLowerCase()))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return (
    <Page title={d.chooseTitle} back={{ to: '/destinations', label: d.title }}>
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {categories.map((category) => (
        <section key={category} className="stack">
          <h2>{wordFor(d.categories, category)}</h2>
          <div className="tiles">
            {query
              .data!.items.filter((c) => c.category.toLowerCase() === category)
              .map((c) => (
                <Tile key={c.id} connector={c} onChoose={() => setSearch({ connector: c.id })} />
              ))}
          </div>
        </section>
      ))}
      {(query.data?.broken ?? []).map((plugin) => (
        <Notice key={plugin.jar} tone="warn" title={d.brokenPlugin(plugin.jar)}>
          {plugin.message}
        </Notice>
      ))}
    </Page>
  );
}

function Tile({ connector, onChoose }: { connector: Connector; onChoose: () => void }) {
  const { t } = useI18n();
  const can = [...new Set(connector.capabilities.map((c) => t.destinations.capabilities[c.toLowerCase().replaceAll('_', '-')]).filter((c) => c !== undefined))];
  return (
    <button type="button" className="card" onClick={onChoose}>
      <span className="row keep top">
        <ConnectorMark name={connector.name} />
        <span className="grow stack hair">
          <strong>{connector.name}</strong>
          <span className="small muted">{can.slice(0, 4).join(' · ')}</span>
        </span>
      </span>
    </button>
  );
}
