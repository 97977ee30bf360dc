import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { conversions, type Conversion } from '../../api/conversions';
import { destinations } from '../../api/destinations';
import { syncs } from '../../api/syncs';
import { Listing, Table, usePages } from '../../design/Listing';
import { Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { ConversionUpload } from './ConversionUpload';

/** What tools and files reported back, and the delivery that came before it. */
export function Conversions() {
  const { t } = useI18n();
  const c = t.conversions;
  const mayEdit = useMay('editor');
  const [search, setSearch] = useSearchParams();
  const destination = Number(search.get('destination') ?? 0);
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const { query, items } = usePages(['conversions', destination], (cursor) => conversions.list({ cursor, ...(destination ? { destination } : {}) }));
  const all = destinationList.data?.items ?? [];
  return (
    <Page
      title={c.title}
      intro={c.intro}
      actions={
        all.length > 0 && (
          <select
            className="select"
            aria-label={c.from}
            value={destination}
            onChange={(e) => setSearch(Number(e.target.value) ? { destination: e.target.value } : {})}
          >
            <option value={0}>{c.everywhere}</option>
            {all.map((d) => (
              <option key={d.id} value={d.id}>
                {d.name}
              </option>
            ))}
          </select>
        )
      }
    >
      <Listing query={query} count={items.length} empty={{ title: c.none, text: c.noneText }}>
        <Table columns={[{ label: c.what }, { label: c.who }, { label: c.value, right: true }, { label: c.from }, { label: c.after }]}>
          {items.map((item) => (
            <Row key={item.id} item={item} from={all.find((d) => d.id === item.destination)?.name} />
          ))}
        </Table>
      </Listing>
      {mayEdit && <ConversionUpload />}
    </Page>
  );
}

function Row({ item, from }: { item: Conversion; from: string | undefined }) {
  const { t, f } = useI18n();
  const c = t.conversions;
  return (
    <tr>
      <td>
        <div>
          <strong className="break">{item.type}</strong>
          <div className="small muted">{f.dateTime(item.at)}</div>
        </div>
      </td>
      <td data-label={c.who}>
        {item.profile === null ? (
          <span className="muted">{c.unknown}</span>
        ) : (
          <Link to={`/customers/${item.profile}`}>{t.customers.customer(item.profile)}</Link>
        )}
      </td>
      <td data-label={c.value} className="right num">
        {item.value === 0 ? '–' : f.money(item.value, item.currency)}
      </td>
      <td data-label={c.from} className="break">
        {from ?? c.byFile}
      </td>
      <td data-label={c.after}>{item.sync === null ? <span className="muted">{c.noDelivery}</span> : <Attribution item={item} sync={item.sync} />}</td>
    </tr>
  );
}

function Attribution({ item, sync: id }: { item: Conversion; sync: number }) {
  const { t, f } = useI18n();
  const list = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  return (
    <div>
      <Link to={item.run === null ? `/syncs/${id}` : `/runs/${item.run}`} className="plain break">
        {list.data?.items.find((s) => s.id === id)?.name ?? `#${id}`}
      </Link>
      {item.exposedAt && <div className="small muted">{t.conversions.later(f.duration(item.exposedAt, item.at))}</div>}
    </div>
  );
}
