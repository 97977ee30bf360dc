import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { profiles } from '../../api/profiles';
import { segments } from '../../api/segments';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Icon } from '../../design/Icon';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';

interface Asked {
  id: number;
  name: string;
}

export function CustomerSegments({ profile }: { profile: number }) {
  const { t } = useI18n();
  const c = t.customers;
  const [asked, setAsked] = useState<Asked>();
  const mine = useQuery({ queryKey: ['profile', profile, 'segments'], queryFn: () => profiles.segments(profile) });
  const all = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const inside = (mine.data ?? []).filter((s) => s.member !== false);
  const outside = (all.data?.items ?? []).filter((s) => !inside.some((i) => i.id === s.id));
  return (
    <Card title={c.segments}>
      <div className="stack">
        <ProblemNotice error={mine.error} />
        {mine.data && inside.length === 0 && <p className="muted">{c.noSegments}</p>}
        <ul className="stack tight">
          {inside.map((s) => (
            <li key={s.id} className="row between keep">
              <Link to={`/segments/${s.id}`} className="plain break">
                {s.name}
              </Link>
              <Button small onClick={() => setAsked(s)}>
                {c.why}
              </Button>
            </li>
          ))}
        </ul>
        {outside.length > 0 && (
          <select className="select small" aria-label={c.askWhyNot} value="" onChange={(e) => setAsked(outside.find((s) => s.id === Number(e.target.value)))}>
            <option value="">{c.askWhyNot}</option>
            {outside.map((s) => (
              <option key={s.id} value={s.id}>
                {s.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {asked && <WhyDialog profile={profile} segment={asked} onClose={() => setAsked(undefined)} />}
    </Card>
  );
}

function WhyDialog({ profile, segment, onClose }: { profile: number; segment: Asked; onClose: () => void }) {
  const { t, f, language } = useI18n();
  const c = t.customers;
  const query = useQuery({ queryKey: ['why', profile, segment.id], queryFn: () => profiles.why(profile, segment.id) });
  const why = query.data;
  const show = (value: unknown) => (typeof value === 'number' ? f.loose(value) : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return (
    <Dialog
      title={why && !why.member ? c.whyNot(segment.name) : c.whyIn(segment.name)}
      onClose={onClose}
      foot={<Button onClick={onClose}>{t.common.close}</Button>}
    >
      <ProblemNotice error={query.error} />
      {query.isPending && <Loading />}
      {why?.conditions.length === 0 && <p>{why.member ? c.listed : c.notListed}</p>}
      <ul className="stack tight">
        {why?.conditions.map((condition, i) => (
          <li key={i} className={condition.holds ? 'why holds' : 'why'} style={{ marginLeft: `${condition.depth * 20}px` }}>
            <Icon name={condition.holds ? 'check' : 'close'} size={18} />
            <div>
              <span className="sr">{condition.holds ? c.holds : c.fails}: </span>
              {condition.sentence[language]}
              {condition.value !== null && condition.value !== undefined && (
                <div className="small muted">
                  {c.value}: {show(condition.value)}
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
