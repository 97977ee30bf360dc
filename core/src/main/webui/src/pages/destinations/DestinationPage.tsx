import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { connectors, destinations } from '../../api/destinations';
import { shownState, syncs } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Campaigns } from './Campaigns';
import { DestinationForm } from './DestinationForm';

export function DestinationPage() {
  const { t, f } = useI18n();
  const d = t.destinations;
  const id = Number(useParams()['id']);
  const isAdmin = useMay('admin');
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['destination', id], queryFn: () => destinations.one(id) });
  const kinds = useQuery({ queryKey: ['connectors'], queryFn: connectors });
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const destination = query.data;
  const connector = kinds.data?.find((k) => k.id === destination?.connector);
  const using = (syncList.data?.items ?? []).filter((s) => s.destination === id);
  return (
    <Page
      title={destination?.name ?? d.title}
      intro={connector?.name}
      back={{ to: '/destinations', label: d.title }}
      badge={destination && <StateBadge state={destination.state} />}
      actions={
        <>
          {mayEdit && (
            <ButtonLink to={`/syncs/new?destination=${id}`} icon="sync">
              {t.segments.newSync}
            </ButtonLink>
          )}
          {isAdmin && destination && (
            <Removal
              label={d.delete}
              title={d.deleteTitle(destination.name)}
              text={d.deleteText}
              remove={() => destinations.remove(id)}
              from="destinations"
              to="/destinations"
            />
          )}
        </>
      }
    >
      <ProblemNotice error={query.error ?? kinds.error} problem={destination?.problem} />
      {destination?.warnings?.map((warning) => (
        <Notice key={warning.pointer} tone="warn" title={f.sentence(warning.message)}>
          {warning.nextStep}
        </Notice>
      ))}
      {query.isPending && <Loading />}
      {destination && connector && (
        <div className="cols-main">
          {isAdmin ? <DestinationForm key={destination.id} connector={connector} destination={destination} /> : <Notice>{d.adminOnly}</Notice>}
          <Card title={d.usedBy}>
            <ul className="stack tight">
              {using.map((s) => (
                <li key={s.id} className="row between keep">
                  <Link to={`/syncs/${s.id}`} className="plain break">
                    {s.name}
                  </Link>
                  <StateBadge state={shownState(s)} />
                </li>
              ))}
            </ul>
            {using.length === 0 && <p className="muted">{d.noAudiences}</p>}
            <p className="spaced">
              <Link to={`/conversions?destination=${id}`}>{d.conversions}</Link>
            </p>
          </Card>
        </div>
      )}
      {connector?.capabilities.includes('CAMPAIGN_FIGURES') && <Campaigns destination={id} />}
    </Page>
  );
}
