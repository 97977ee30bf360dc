import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { connectorCatalogue, type Connector } from '../../api/destinations';
import { Icon, type IconName } from '../../design/Icon';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { ConnectorMark } from './ConnectorMark';
import { DestinationForm } from './DestinationForm';

/** In the order of the catalogue. */
const CATEGORIES: Record<string, IconName> = {
  crm: 'crm',
  email: 'email',
  ads: 'ads',
  cdp: 'layers',
  personalisation: 'star',
  webhook: 'link',
  files: 'file',
  streams: 'stream',
};
const ORDER = Object.keys(CATEGORIES);

/** By which people choose a connector; the rest they learn once they have chosen. */
const CHOSEN_BY = ['upsert-fields', 'feedback-pull', 'feedback-push', 'campaign-figures', 'full-replace', 'erase'];

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
        <Card title={d.canTitle(chosen.name)}>
          <ul className="abilities">
            {words(d.capabilities, Object.keys(d.capabilities).filter((capability) => keys(chosen).includes(capability))).map((word) => (
              <li key={word} className="row keep top">
                <Icon name="check" size={16} /> {word}
              </li>
            ))}
          </ul>
        </Card>
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
          <h2 className="row keep">
            {CATEGORIES[category] && <Icon name={CATEGORIES[category]} />}
            {wordFor(d.categories, category)}
          </h2>
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
  const has = keys(connector);
  const can = words(
    t.destinations.capabilities,
    CHOSEN_BY.filter((capability) => has.includes(capability)),
  );
  return (
    <button type="button" className="card" onClick={onChoose}>
      <span className="row keep top">
        <ConnectorMark name={connector.name} />
        <span className="grow stack hair">
          <strong>{connector.name}</strong>
          <span className="small muted">{can.join(' · ')}</span>
        </span>
      </span>
    </button>
  );
}

function keys(connector: Connector): string[] {
  return connector.capabilities.map((capability) => capability.toLowerCase().replaceAll('_', '-'));
}

function words(known: Record<string, string>, capabilities: string[]): string[] {
  return [...new Set(capabilities.map((capability) => known[capability]).filter((word) => word !== undefined))];
}
