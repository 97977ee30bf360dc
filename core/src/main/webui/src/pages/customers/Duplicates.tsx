import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { duplicates, type DuplicateState, type Split } from '../../api/duplicates';
import { isFinal, runs } from '../../api/runs';
import { useRun } from '../../api/useRun';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Progress } from '../../design/Figures';
import { Listing, usePages } from '../../design/Listing';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { DuplicatePair } from './DuplicatePair';

const STATES: DuplicateState[] = ['open', 'merged', 'dismissed'];

/** Who may be in the house twice, most probable first, and what was decided. */
export function Duplicates() {
  const { t } = useI18n();
  const d = t.duplicates;
  const mayEdit = useMay('editor');
  const mayDecideForAll = useMay('admin');
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((s) => s === search.get('state')) ?? 'open';
  const [split, setSplit] = useState<Split>();
  const { query, items } = usePages(['duplicates', state], (cursor) => duplicates.list(state, cursor));
  return (
    <Page title={d.title} intro={d.intro} back={{ to: '/customers', label: t.customers.title }} actions={mayEdit && <SearchButton />}>
      {split && (
        <Notice tone="good" title={d.undone(split.identities, split.events)}>
          {split.left.map((left) => (
            <span key={left.code}>{left.sentence}</span>
          ))}
        </Notice>
      )}
      <div className="row">
        <select className="select" aria-label={d.which} value={state} onChange={(e) => setSearch(e.target.value === 'open' ? {} : { state: e.target.value })}>
          {STATES.map((s) => (
            <option key={s} value={s}>
              {d.states[s]}
            </option>
          ))}
        </select>
      </div>
      <Listing query={query} count={items.length} empty={{ title: d.none, text: state === 'open' ? d.noneText : d.noneDecided }}>
        {items.map((pair) => (
          <DuplicatePair key={pair.id} pair={pair} onSplit={setSplit} />
        ))}
      </Listing>
      {mayDecideForAll && <Automatic />}
    </Page>
  );
}

/** Starts a search and shows that it works, also one that somebody else began. */
function SearchButton() {
  const { t } = useI18n();
  const cache = useQueryClient();
  const latest = useQuery({ queryKey: ['runs', 'duplicates'], queryFn: async () => (await runs.list({ kind: 'duplicates', limit: 1 })).items[0] ?? null });
  const run = useRun(latest.data?.id).data;
  const start = useMutation({ mutationFn: duplicates.search, onSuccess: () => cache.invalidateQueries({ queryKey: ['runs', 'duplicates'] }) });
  const working = !!run && !isFinal(run.state);
  return (
    <>
      <ProblemNotice error={start.error} problem={run?.problem} />
      {working && <Progress done={run.progress?.done} total={run.progress?.total} label={t.duplicates.searching} />}
      <Button look="primary" icon="search" busy={working || start.isPending} onClick={() => start.mutate()}>
        {working ? t.duplicates.searching : t.duplicates.search}
      </Button>
    </>
  );
}

/** Whether pairs are merged without asking: off until an administrator says from which probability on. */
function Automatic() {
  const { t, f } = useI18n();
  const d = t.duplicates;
  const cache = useQueryClient();
  const settings = useQuery({ queryKey: ['duplicates', 'settings'], queryFn: duplicates.settings });
  const save = useMutation({
    mutationFn: duplicates.setAutomatic,
    onSuccess: (saved) => cache.setQueryData(['duplicates', 'settings'], saved),
  });
  if (!settings.data) return null;
  const { automatic } = settings.data;
  const offered = [...new Set([0.95, 0.99, 0.999, ...(automatic === null ? [] : [automatic])])].sort();
  return (
    <Card title={d.automatic}>
      <Field label={d.automaticFrom} hint={d.automaticHint}>
        {(w) => (
          <select {...w} className="select" value={automatic ?? ''} disabled={save.isPending} onChange={(e) => save.mutate(e.target.value ? Number(e.target.value) : null)}>
            <option value="">{d.never}</option>
            {offered.map((from) => (
              <option key={from} value={from}>
                {f.percent(from, 1)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ProblemNotice error={save.error} />
    </Card>
  );
}
