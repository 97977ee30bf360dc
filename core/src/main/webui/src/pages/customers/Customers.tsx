import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Navigate, useSearchParams } from 'react-router';
import { profiles } from '../../api/profiles';
import { Button } from '../../design/Button';
import { Icon } from '../../design/Icon';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';

export function Customers() {
  const { t } = useI18n();
  const c = t.customers;
  const [search, setSearch] = useSearchParams();
  const asked = search.get('q') ?? '';
  const [text, setText] = useState(asked);
  const query = useQuery({ queryKey: ['profiles', asked], queryFn: () => profiles.find(asked), enabled: asked !== '' });
  const found = query.data?.items ?? [];
  if (query.data && found.length === 1 && !search.has('stay')) return <Navigate to={`/customers/${found[0]!.id}`} replace={false} />;
  return (
    <Page title={c.title} intro={c.intro}>
      <form
        className="stack tight"
        role="search"
        onSubmit={(e) => {
          e.preventDefault();
          if (text.trim()) setSearch({ q: text.trim() });
        }}
      >
        <div className="row keep">
          <input className="input" type="search" aria-label={c.search} placeholder={c.search} value={text} onChange={(e) => setText(e.target.value)} autoFocus />
          <Button type="submit" look="primary" icon="search">
            {c.find}
          </Button>
        </div>
        <p className="hint">{c.searchHint}</p>
      </form>
      <ProblemNotice error={query.error} />
      {query.isFetching && <Loading />}
      {!asked && (
        <Card flush>
          <Empty title={c.begin}>{c.beginText}</Empty>
        </Card>
      )}
      {query.data && found.length === 0 && <Notice title={c.nobody}>{c.nobodyNext}</Notice>}
      {found.length > 0 && (
        <Card flush>
          <ul>
            {found.map((p) => (
              <li key={p.id} className="found">
                <Icon name="customers" />
                <div className="grow">
                  <Link to={`/customers/${p.id}`} className="plain">
                    {c.customer(p.id)}
                  </Link>
                  <div className="small muted break">{p.identities.map((i) => `${wordFor(t.imports.namespaces, i.namespace)}: ${i.value}`).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}
