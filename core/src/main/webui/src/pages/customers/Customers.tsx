import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { profiles } from '../../api/profiles';
import { Button, ButtonLink } from '../../design/Button';
import { Listing, usePages } from '../../design/Listing';
import { Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { PeopleTable } from './PeopleTable';

export function Customers() {
  const { t } = useI18n();
  const c = t.customers;
  const mayEdit = useMay('editor');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('q') ?? '';
  const [text, setText] = useState(asked);
  const { query, items } = usePages(
    ['profiles', asked],
    async (cursor) => {
      const page = await profiles.find(asked, cursor);
      const [only] = page.items;
      // Who asks for one person wants to see that person.
      if (asked && only && page.items.length === 1 && !page.next && !cursor) void navigate(`/customers/${only.id}`);
      return page;
    },
    { gcTime: 0 },
  );
  const toImport = mayEdit && (
    <ButtonLink to="/imports/new" look="primary" icon="import">
      {t.imports.newFile}
    </ButtonLink>
  );
  return (
    <Page title={c.title} intro={c.intro} actions={<ButtonLink to="/customers/duplicates">{t.duplicates.title}</ButtonLink>}>
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
      <Listing
        query={query}
        count={items.length}
        empty={asked ? { title: c.nobody, text: c.nobodyNext } : { title: c.begin, text: c.beginText, action: toImport }}
      >
        <PeopleTable people={items} />
      </Listing>
    </Page>
  );
}
