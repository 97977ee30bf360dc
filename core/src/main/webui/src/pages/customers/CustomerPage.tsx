import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { profiles } from '../../api/profiles';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { CustomerSegments } from './CustomerSegments';
import { Deliveries } from './Deliveries';
import { Timeline } from './Timeline';

export function CustomerPage() {
  const { t, f } = useI18n();
  const c = t.customers;
  const id = Number(useParams()['id']);
  const query = useQuery({ queryKey: ['profile', id], queryFn: () => profiles.one(id) });
  const profile = query.data;
  const show = (value: unknown) =>
    typeof value === 'number' ? f.loose(value) : typeof value === 'boolean' ? (value ? t.common.yes : t.common.no) : String(value);
  return (
    <Page title={c.customer(id)} back={{ to: '/customers', label: c.title }} intro={profile && profile.identities.map((i) => i.value).join(' · ')}>
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {!!profile?.mergedFrom?.length && <Notice>{c.merged(f.list(profile.mergedFrom.map(String)))}</Notice>}
      {profile && (
        <div className="cols-main">
          <div className="stack wide">
            <Card title={c.timeline}>
              <Timeline events={profile.timeline} />
            </Card>
            <Deliveries deliveries={profile.deliveries} />
          </div>
          <div className="stack wide">
            <CustomerSegments profile={id} />
            <Card title={c.scores}>
              {profile.scores.length === 0 && <p className="muted">{c.noScores}</p>}
              <ul className="stack tight">
                {profile.scores.map((s) => (
                  <li key={s.model} className="stack hair">
                    <div className="row between">
                      <span>{s.name ?? `#${s.model}`}</span>
                      <strong className="num">{s.kind === 'clustering' ? s.value : f.percent(s.value, 1)}</strong>
                    </div>
                    {s.kind !== 'clustering' && (
                      <div className="bar thin">
                        <span style={{ width: `${s.value * 100}%` }} />
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            </Card>
            <Card title={c.traits}>
              <dl className="facts small">
                {Object.entries(profile.traits).map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt>{name}</dt>
                    <dd>{show(value)}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            <Card title={c.identities}>
              <dl className="facts small">
                {profile.identities.map((i) => (
                  <div key={i.namespace + i.value} className="contents">
                    <dt>{wordFor(t.imports.namespaces, i.namespace)}</dt>
                    <dd>{i.value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            <Card title={c.consents}>
              {Object.keys(profile.consents).length === 0 && <p className="muted">{c.noConsents}</p>}
              <div className="row">
                {Object.entries(profile.consents).map(([purpose, granted]) => (
                  <span key={purpose} className={granted ? 'badge good' : 'badge bad'}>
                    {wordFor(t.imports.purposes, purpose)}: {granted ? c.granted : c.refused}
                  </span>
                ))}
              </div>
            </Card>
          </div>
        </div>
      )}
    </Page>
  );
}
