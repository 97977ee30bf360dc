import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { segments } from '../../api/segments';
import { ButtonLink } from '../../design/Button';
import { Listing, Table } from '../../design/Listing';
import { Page } from '../../design/Page';
import { KindBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Drift } from './Drift';

export function Segments() {
  const { t, f } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const [filter, setFilter] = useState('');
  const query = useQuery({ queryKey: ['segments'], queryFn: segments.list, refetchInterval: 15_000 });
  const all = query.data?.items ?? [];
  const shown = all.filter((item) => item.name.toLowerCase().includes(filter.toLowerCase()));
  const largest = Math.max(1, ...all.map((item) => item.size));
  const create = mayEdit && (
    <ButtonLink to="/segments/new" look="primary" icon="plus">
      {s.create}
    </ButtonLink>
  );
  return (
    <Page title={s.title} intro={s.intro} actions={create}>
      {all.length > 8 && (
        <input className="input" type="search" placeholder={s.filter} aria-label={s.filter} value={filter} onChange={(e) => setFilter(e.target.value)} />
      )}
      <Listing query={query} count={all.length} empty={{ title: s.emptyTitle, text: s.emptyText, action: create }}>
        <Table columns={[{ label: s.name }, { label: t.common.kind }, { label: s.members }, { label: s.day, right: true }, { label: s.evaluated }]}>
          {shown.map((item) => (
            <tr key={item.id} className="link">
              <td>
                <Link className="title break" to={`/segments/${item.id}`}>
                  {item.name}
                </Link>
              </td>
              <td data-label={t.common.kind}>
                <KindBadge kind={item.kind} />
              </td>
              <td data-label={s.members} className="size-cell">
                <div className="stack hair grow">
                  <strong className="num">{f.number(item.size)}</strong>
                  <div className="bar thin">
                    <span style={{ width: `${(item.size / largest) * 100}%` }} />
                  </div>
                </div>
              </td>
              <td data-label={s.day} className="right num">
                <Drift entered={item.entered24h} left={item.left24h} />
              </td>
              <td data-label={s.evaluated} className="nowrap muted">
                {item.evaluatedAt ? f.ago(item.evaluatedAt) : s.never}
              </td>
            </tr>
          ))}
        </Table>
      </Listing>
    </Page>
  );
}
