import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { catalogue } from '../../api/catalogue';
import { experiments, MEASURES, type ExperimentDraft, type Measure } from '../../api/experiments';
import { segments } from '../../api/segments';
import { syncs } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';

type By = 'sync' | 'segments';

export function NewExperiment() {
  const { t, f } = useI18n();
  const e = t.experiments;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [search] = useSearchParams();
  const [by, setBy] = useState<By>('sync');
  const [chosenSync, setSync] = useState(Number(search.get('sync') ?? 0));
  const [treated, setTreated] = useState(0);
  const [heldOut, setHeldOut] = useState(0);
  const [share, setShare] = useState(50);
  const [startedAt, setStartedAt] = useState('');
  const [chosenEvent, setEvent] = useState('');
  const [withinDays, setWithinDays] = useState(14);
  const [measure, setMeasure] = useState<Measure>('rate');
  const [name, setName] = useState('');
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });

  const holding = (syncList.data?.items ?? []).filter((s) => s.holdout > 0);
  const sync = chosenSync || (holding[0]?.id ?? 0);
  const event = chosenEvent || (known.data?.events[0]?.name ?? '');
  const proposed = e.proposed(e.outcomes[measure](event, withinDays)).slice(0, 200);
  const division: Partial<ExperimentDraft> =
    by === 'sync'
      ? { sync }
      : {
          treatedSegment: treated,
          heldOutSegment: heldOut,
          heldOutShare: share / 100,
          ...(startedAt ? { startedAt: new Date(startedAt).toISOString() } : {}),
        };
  const create = useMutation({
    mutationFn: () => experiments.create({ name: name.trim() || proposed, ...division, outcome: { event, withinDays, measure } }),
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: ['experiments'] });
      void navigate(`/experiments/${made.id}`);
    },
  });
  const ready = event !== '' && (by === 'sync' ? sync > 0 : treated > 0 && heldOut > 0);
  const segmentChoice = (label: string, value: number, choose: (id: number) => void) => (
    <Field label={label}>
      {(w) => (
        <select {...w} className="select" value={value} onChange={(c) => choose(Number(c.target.value))}>
          <option value={0}>–</option>
          {segmentList.data?.items.map((s) => (
            <option key={s.id} value={s.id}>
              {s.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

  return (
    <Page title={e.newTitle} back={{ to: '/experiments', label: e.title }}>
      <ProblemNotice error={known.error ?? syncList.error ?? segmentList.error} />
      {(known.isPending || syncList.isPending) && <Loading />}
      {known.data && syncList.data && (
        <form
          className="stack wide"
          onSubmit={(s) => {
            s.preventDefault();
            create.mutate();
          }}
        >
          <Card title={e.what}>
            <div className="stack">
              <div className="cols-2">
                <label className="choice">
                  <input type="radio" name="by" checked={by === 'sync'} onChange={() => setBy('sync')} />
                  <strong>{e.bySync}</strong>
                  <span className="hint">{e.bySyncHint}</span>
                </label>
                <label className="choice">
                  <input type="radio" name="by" checked={by === 'segments'} onChange={() => setBy('segments')} />
                  <strong>{e.bySegments}</strong>
                  <span className="hint">{e.bySegmentsHint}</span>
                </label>
              </div>
              {by === 'sync' && holding.length === 0 && <Notice>{e.noHoldout}</Notice>}
              {by === 'sync' && holding.length > 0 && (
                <Field label={e.sync}>
                  {(w) => (
                    <select {...w} className="select" value={sync} onChange={(c) => setSync(Number(c.target.value))}>
                      {holding.map((s) => (
                        <option key={s.id} value={s.id}>
                          {`${s.name} (${e.holdout(f.percent(s.holdout))})`}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
              )}
              {by === 'segments' && (
                <div className="cols-2">
                  {segmentChoice(e.treatedSegment, treated, setTreated)}
                  {segmentChoice(e.heldOutSegment, heldOut, setHeldOut)}
                  <Field label={e.heldOutShare} hint={e.heldOutShareHint}>
                    {(w) => (
                      <input {...w} className="input" type="number" min={1} max={99} value={share} onChange={(c) => setShare(c.target.valueAsNumber || 50)} />
                    )}
                  </Field>
                  <Field label={e.startedAt} hint={e.startedAtHint} optional={t.common.optional}>
                    {(w) => <input {...w} className="input" type="date" value={startedAt} onChange={(c) => setStartedAt(c.target.value)} />}
                  </Field>
                </div>
              )}
            </div>
          </Card>
          <Card title={e.outcome}>
            <div className="cols-2">
              <Field label={e.event}>
                {(w) => (
                  <select {...w} className="select" value={event} onChange={(c) => setEvent(c.target.value)}>
                    {known.data.events.map((one) => (
                      <option key={one.name}>{one.name}</option>
                    ))}
                  </select>
                )}
              </Field>
              <Field label={e.measure}>
                {(w) => (
                  <select {...w} className="select" value={measure} onChange={(c) => setMeasure(c.target.value as Measure)}>
                    {MEASURES.map((one) => (
                      <option key={one} value={one}>
                        {e.measures[one]}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              <Field label={e.withinDays} hint={e.withinDaysHint}>
                {(w) => (
                  <input
                    {...w}
                    className="input"
                    type="number"
                    min={1}
                    max={365}
                    value={withinDays}
                    onChange={(c) => setWithinDays(Math.min(365, Math.max(1, c.target.valueAsNumber || 1)))}
                  />
                )}
              </Field>
              <Field label={e.name} optional={t.common.optional}>
                {(w) => <input {...w} className="input" value={name} placeholder={proposed} maxLength={200} onChange={(c) => setName(c.target.value)} />}
              </Field>
            </div>
          </Card>
          <ProblemNotice error={create.error} />
          <div className="row">
            <Button type="submit" look="primary" busy={create.isPending} disabled={!ready}>
              {e.start}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}
