import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { connectors, destinations } from '../../api/destinations';
import { syncs } from '../../api/syncs';
import { Button, ButtonLink } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { DestinationForm } from './DestinationForm';

export function DestinationPage() {
  const { t } = useI18n();
  const d = t.destinations;
  const id = Number(useParams()['id']);
  const navigate = useNavigate();
  const cache = useQueryClient();
  const isAdmin = useMay('admin');
  const mayEdit = useMay('editor');
  const [deleting, setDeleting] = useState(false);
  const query = useQuery({ queryKey: ['destination', id], queryFn: () => destinations.one(id) });
  const kinds = useQuery({ queryKey: ['connectors'], queryFn: connectors });
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const remove = useMutation({
    mutationFn: () => destinations.remove(id),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['destinations'] });
      void navigate('/destinations');
    },
  });
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
          {isAdmin && <Button look="quiet" icon="trash" aria-label={d.delete} title={d.delete} onClick={() => setDeleting(true)} />}
        </>
      }
    >
      <ProblemNotice error={query.error ?? kinds.error} problem={destination?.problem} />
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
                  <StateBadge state={s.state} />
                </li>
              ))}
            </ul>
            {using.length === 0 && <p className="muted">{d.noAudiences}</p>}
          </Card>
        </div>
      )}
      {deleting && destination && (
        <Confirm
          title={d.deleteTitle(destination.name)}
          text={d.deleteText}
          action={t.common.delete}
          danger
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setDeleting(false)}
        />
      )}
    </Page>
  );
}
