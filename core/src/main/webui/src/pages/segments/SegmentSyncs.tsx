import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Segment } from '../../api/segments';
import { shownState, syncs } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

export function SegmentSyncs({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const using = (query.data?.items ?? []).filter((s) => s.segments.includes(segment.id));
  const create = mayEdit && (
    <ButtonLink to={`/syncs/new?segment=${segment.id}`} look="primary" icon="plus">
      {t.segments.newSync}
    </ButtonLink>
  );
  return (
    <Card flush>
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {query.data && using.length === 0 && (
        <Empty title={t.segments.syncsNone} action={create}>
          {t.segments.syncsNoneText}
        </Empty>
      )}
      {using.length > 0 && (
        <ul className="lines padded">
          {using.map((sync) => (
            <li key={sync.id} className="row between">
              <Link to={`/syncs/${sync.id}`} className="plain">
                {sync.name}
              </Link>
              <span className="row">
                <span className="muted small">{wordFor(t.syncs.modes, sync.mode)}</span>
                <StateBadge state={shownState(sync)} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
