import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { imports, sources } from '../../api/sources';
import { ButtonLink } from '../../design/Button';
import { Listing } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Card, Page } from '../../design/Page';
import { KindBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { ImportTable } from './ImportTable';

export function Imports() {
  const { t, f } = useI18n();
  const m = t.imports;
  const mayEdit = useMay('editor');
  const sourceList = useQuery({ queryKey: ['sources'], queryFn: sources.list });
  const importList = useQuery({ queryKey: ['imports'], queryFn: () => imports.list({ limit: 50 }), refetchInterval: 10_000 });
  const list = sourceList.data?.items ?? [];
  const toFile = mayEdit && (
    <ButtonLink to="/imports/new" look="primary" icon="import">
      {m.newFile}
    </ButtonLink>
  );

  return (
    <Page
      title={m.title}
      intro={m.intro}
      actions={
        mayEdit && (
          <>
            <ButtonLink to="/imports/stream" icon="plus">
              {m.newStream}
            </ButtonLink>
            {toFile}
          </>
        )
      }
    >
      <Listing query={sourceList} count={list.length} empty={{ title: m.emptyTitle, text: m.emptyText, action: toFile }}>
        <div className="tiles">
          {list.map((s) => (
            <Link key={s.id} to={`/sources/${s.id}`} className="card">
              <div className="row between keep top">
                <strong className="break">{s.name}</strong>
                <KindBadge kind={s.kind} />
              </div>
              <div className="small muted">
                {s.format ? `${s.format.toUpperCase()} · ` : ''}
                {m.lastImport}: {s.lastImport ? f.ago(s.lastImport.createdAt) : t.common.never}
              </div>
            </Link>
          ))}
        </div>
        <ProblemNotice error={importList.error} />
        <Card title={m.recent} flush>
          <ImportTable imports={importList.data?.items ?? []} sources={list} />
        </Card>
      </Listing>
    </Page>
  );
}
