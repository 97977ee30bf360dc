import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { consents, PURPOSES } from '../../api/consents';
import type { Profile } from '../../api/profiles';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

const FIRST = PURPOSES.slice(0, 3);

/** What this person allowed, and since when; a new word counts at the next delivery. */
export function Consents({ profile }: { profile: Profile }) {
  const { t, f } = useI18n();
  const c = t.customers;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const identity = profile.identities[0];
  const query = useQuery({ queryKey: ['consents', profile.id], queryFn: () => consents.of(profile.id) });
  const say = useMutation({
    mutationFn: (word: Record<string, boolean>) => consents.say(identity!, word),
    onSuccess: (answer) => cache.setQueryData(['consents', profile.id], answer.items),
  });
  const known = new Map((query.data ?? []).map((consent) => [consent.purpose, consent]));
  const shown = [...new Set([...FIRST, ...known.keys()])];
  const rest = PURPOSES.filter((purpose) => !shown.includes(purpose));
  const row = (purpose: string) => {
    const consent = known.get(purpose);
    const name = wordFor(t.imports.purposes, purpose);
    return (
      <li key={purpose} className="row between keep">
        <div>
          {name}
          <div className="small muted">{consent ? `${consent.granted ? c.granted : c.refused} · ${f.date(consent.at)}` : c.notAsked}</div>
        </div>
        {mayEdit && identity && (
          <div className="segmented" role="group" aria-label={name}>
            {[true, false].map((granted) => (
              <button
                key={String(granted)}
                type="button"
                disabled={say.isPending}
                aria-pressed={consent?.granted === granted}
                onClick={() => consent?.granted !== granted && say.mutate({ [purpose]: granted })}
              >
                {granted ? t.common.yes : t.common.no}
              </button>
            ))}
          </div>
        )}
      </li>
    );
  };
  return (
    <Card title={c.consents}>
      <ProblemNotice error={query.error ?? say.error} />
      {query.isPending && <Loading />}
      {query.data && (
        <div className="stack">
          <ul className="stack tight">{shown.map(row)}</ul>
          {mayEdit && rest.length > 0 && (
            <details>
              <summary className="label">{c.morePurposes}</summary>
              <ul className="stack tight spaced">{rest.map(row)}</ul>
            </details>
          )}
        </div>
      )}
    </Card>
  );
}
