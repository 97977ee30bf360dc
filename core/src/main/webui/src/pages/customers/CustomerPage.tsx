import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { isSent, nameOf } from '../../api/person';
import { profiles } from '../../api/profiles';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { factFor } from '../../i18n/fact';
import { useMay } from '../../shell/useSession';
import { Consents } from './Consents';
import { CustomerSegments } from './CustomerSegments';
import { Deliveries } from './Deliveries';
import { Scores } from './Scores';
import { SuppressButton, Suppressed } from './Suppressed';
import { Timeline } from './Timeline';

export function CustomerPage() {
  const { t, f } = useI18n();
  const c = t.customers;
  const id = Number(useParams()['id']);
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['profile', id], queryFn: () => profiles.one(id) });
  const profile = query.data;
  const fact = factFor(t.common, f);
  const show = (value: unknown) => (typeof value === 'number' ? f.loose(value) : fact(value));
  return (
    <Page
      title={(profile && nameOf(profile)) ?? c.customer(id)}
      back={{ to: '/customers', label: c.title }}
      intro={c.customer(id)}
      actions={profile && mayEdit && <SuppressButton profile={profile} />}
    >
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {!!profile?.mergedFrom?.length && <Notice>{c.merged(f.list(profile.mergedFrom.map(String)))}</Notice>}
      {profile && (
        <>
          <Suppressed profile={profile} />
          <div className="cols-main">
            <div className="stack wide">
              <Card title={c.timeline}>
                <Timeline events={profile.timeline} />
              </Card>
              <Deliveries deliveries={profile.deliveries} />
            </div>
            <div className="stack wide">
              <CustomerSegments profile={id} />
              <Scores profile={id} scores={profile.scores} />
              <Facts title={c.traits} facts={Object.entries(profile.traits).map(([name, value]) => [name, show(value)])} />
              <Facts
                title={c.identities}
                facts={profile.identities.map((i) => [
                  wordFor(t.imports.namespaces, i.namespace),
                  <>
                    {breakable(i.value)} {isSent(i, profile.identities) && <span className="muted">({c.sent})</span>}
                  </>,
                ])}
              />
              <Consents profile={profile} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** An address breaks behind its sign, not in the middle of a word. */
function breakable(value: string): ReactNode {
  const [local, domain] = value.split('@');
  if (domain === undefined) return value;
  return (
    <>
      {local}@<wbr />
      {domain}
    </>
  );
}

function Facts({ title, facts }: { title: string; facts: [string, ReactNode][] }) {
  const { t } = useI18n();
  return (
    <Card title={title}>
      {facts.length === 0 && <p className="muted">{t.common.none}</p>}
      <dl className="facts small">
        {facts.map(([name, value], i) => (
          <div key={i} className="contents">
            <dt className="break">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
