import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { profiles } from '../../api/profiles';
import { Button } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';

const SHOWN_TRAITS = 3;

export function Customers() {
  const { t } = useI18n();
  const c = t.customers;
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('q') ?? '';
  const [text, setText] = useState(asked);
  const query = useInfiniteQuery({
    queryKey: ['profiles', asked],
    queryFn: async ({ pageParam }) => {
      const page = await profiles.find(asked, pageParam);
      const [only] = page.items;
      // Who asks for one person wants to see that person.
      if (asked && only && page.items.length === 1 && !page.next && !pageParam) void navigate(`/customers/${only.id}`);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    gcTime: 0,
  });
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Page title={c.title} intro={c.intro}>
      <form
        className="stack tight"
        role="search"
        onSubmit={(e) => {
          e.preventDefault();
          setSearch(text.trim() ? { q: text.trim() } : {});
        }}
      >
        <div className="row keep">
          <input
            className="input"
            type="search"
            aria-label={c.search}
            placeholder={c.search}
            value={text}
            onChange={(e) => setText(e.target.value)}
            autoFocus
          />
          <Button type="submit" look="primary" icon="search">
            {c.find}
          </Button>
        </div>
        <p className="hint">{c.searchHint}</p>
      </form>
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {query.data && found.length === 0 && asked && <Notice title={c.nobody}>{c.nobodyNext}</Notice>}
      {query.data && found.length === 0 && !asked && (
        <Card flush>
          <Empty title={c.begin}>{c.beginText}</Empty>
        </Card>
      )}
      {found.length > 0 && (
        <Card flush>
          <div className="table-wrap">
            <table className="table stacking">
              <thead>
                <tr>
                  <th>{t.segments.profile}</th>
                  <th>{c.identities}</th>
                  <th>{c.traits}</th>
                </tr>
              </thead>
              <tbody>
                {found.map((p) => (
                  <tr key={p.id} className="link">
                    <td>
                      <Link to={`/customers/${p.id}`} className="title nowrap">
                        {c.customer(p.id)}
                      </Link>
                    </td>
                    <td data-label={c.identities} className="small break">
                      {p.identities.map((i) => `${wordFor(t.imports.namespaces, i.namespace)}: ${i.value}`).join(' · ')}
                    </td>
                    <td data-label={c.traits} className="small muted break">
                      {Object.entries(p.traits)
                        .slice(0, SHOWN_TRAITS)
                        .map(([name, value]) => `${name}: ${String(value)}`)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
      {query.hasNextPage && (
        <div className="row">
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {t.common.more}
          </Button>
        </div>
      )}
    </Page>
  );
}
