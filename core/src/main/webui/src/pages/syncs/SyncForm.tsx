import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { catalogue } from '../../api/catalogue';
import { connectors, destinations } from '../../api/destinations';
import { toProblem } from '../../api/problem';
import { segments } from '../../api/segments';
import { syncs, type Resend, type Sync, type SyncDraft } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Icon } from '../../design/Icon';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { cleanValues, faultsOf, initialValues } from '../../design/schema/schema';
import { SchemaForm, useWrongs } from '../../design/schema/SchemaForm';
import { useToast } from '../../design/Toasts';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { draftOf, emptyDraft, isDone, scheduleWord, settled, STEPS, type Step } from './draft';
import { DestinationChoice } from './DestinationChoice';
import { MappingRows } from './MappingRows';
import { SegmentChoice } from './SegmentChoice';
import { ResendChoice } from './ResendChoice';
import { ScheduleChoice } from './ScheduleChoice';
import { MatchKeyChoice, ModeChoice, Safety } from './SyncSteps';

interface Props {
  sync?: Sync;
  segments?: number[];
  destination?: number;
}

/** A new sync walks through its steps one after another; an existing one shows them folded, to open any. */
export function SyncForm({ sync, segments: chosen = [], destination = 0 }: Props) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const say = useToast();
  const mayEdit = useMay('editor');
  const [draft, setDraft] = useState<SyncDraft>(() => (sync ? draftOf(sync) : emptyDraft(chosen, destination)));
  const [open, setOpen] = useState<Step | undefined>(sync ? undefined : chosen.length ? (destination ? 'match' : 'destination') : 'segment');
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const destinationList = useQuery({ queryKey: ['destinations'], queryFn: destinations.list });
  const kinds = useQuery({ queryKey: ['connectors'], queryFn: connectors });
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });

  const target = destinationList.data?.items.find((d) => d.id === draft.destination);
  const connector = kinds.data?.find((k) => k.id === target?.connector);
  const schema = connector?.audienceSchema ?? {};
  const audience = initialValues(schema, draft.audience);
  const audienceFaults = faultsOf(schema, audience);
  const change = (part: Partial<SyncDraft>) => setDraft((d) => settled({ ...d, ...part }, connector));
  const segmentNames = draft.segments.map((id) => segmentList.data?.items.find((x) => x.id === id)?.name ?? `#${id}`);
  const proposed = target && segmentNames.length ? `${segmentNames.join(' + ')} → ${target.name}` : '';

  const save = useMutation({
    mutationFn: async (resend: Resend | undefined) => {
      const ready = { ...settled(draft, connector), name: draft.name.trim() || proposed, audience: cleanValues(schema, audience) };
      if (sync) return syncs.update(sync.id, resend ? { ...ready, resend } : ready);
      const made = await syncs.create(ready);
      // Nothing leaves before somebody has seen the requests: a change of the segment would start it otherwise.
      return made.trigger === 'manual' ? made : syncs.pause(made.id);
    },
    onSuccess: (kept) => {
      say(t.common.saved);
      void cache.invalidateQueries();
      void navigate(`/syncs/${kept.id}/dry-run`);
    },
  });
  const problem = save.error ? toProblem(save.error) : undefined;
  const said: Record<string, string | undefined> = {};
  for (const e of [...(problem?.errors ?? []), ...(problem?.pointer ? [{ pointer: problem.pointer, detail: problem.detail }] : [])]) {
    if (e.pointer?.startsWith('/audience')) said[e.pointer.slice('/audience'.length)] = e.detail;
  }
  const wrong = useWrongs(audienceFaults, said, !!save.error);

  const failed = segmentList.error ?? destinationList.error ?? kinds.error ?? known.error;
  if (failed) return <ProblemNotice error={failed} />;
  if (!segmentList.data || !destinationList.data || !kinds.data || !known.data) return <Loading />;

  const done = (step: Step) => isDone(step, draft, Object.keys(audienceFaults).length);
  const complete = STEPS.every(done);
  const summary: Record<Step, string> = {
    segment: segmentNames.join(', '),
    destination: target ? target.name : '',
    match: [draft.matchKey, ...draft.fallbackKeys].map((key) => wordFor(t.imports.namespaces, key)).join(' → '),
    mapping: draft.mapping.fields.map((x) => x.to).join(', ') || s.nothingMapped,
    mode: [wordFor(s.modes, draft.mode), ...(draft.told === 'everybody' ? [wordFor(s.toldWords, draft.told)] : [])].join(' · '),
    schedule: draft.trigger === 'schedule' ? scheduleWord(draft.schedule?.cron ?? '', s.schedules) : wordFor(s.triggers, draft.trigger),
    safety: [
      draft.purpose ? wordFor(t.imports.purposes, draft.purpose) : s.noPurpose,
      ...(draft.holdout ? [s.heldBack(f.percent(draft.holdout))] : []),
      ...(draft.group ? [s.inGroup(draft.group.name, draft.group.rank)] : []),
    ].join(' · '),
  };
  const bodies: Record<Step, ReactNode> = {
    segment: <SegmentChoice all={segmentList.data.items} draft={draft} onChange={change} />,
    destination: (
      <DestinationChoice all={destinationList.data.items} kinds={kinds.data} draft={draft} onChange={change}>
        {connector && Object.keys(schema.properties ?? {}).length > 0 && (
          <fieldset className="stack form">
            <legend className="label">{s.audienceOptions}</legend>
            <SchemaForm schema={schema} values={audience} onChange={(values) => change({ audience: values })} wrong={wrong} />
          </fieldset>
        )}
      </DestinationChoice>
    ),
    match: <MatchKeyChoice draft={draft} connector={connector} onChange={change} />,
    mapping: <MappingRows fields={draft.mapping.fields} known={known.data} connector={connector} onChange={(fields) => change({ mapping: { fields } })} />,
    mode: <ModeChoice draft={draft} connector={connector} onChange={change} />,
    schedule: <ScheduleChoice draft={draft} itself={sync?.id} onChange={change} />,
    safety: <Safety draft={draft} onChange={change} />,
  };

  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate(undefined);
      }}
    >
      <fieldset disabled={!mayEdit} className="stack">
        <Card flush>
          <ol>
            {STEPS.map((step, i) => (
              <li key={step} className="wizard-step">
                <button type="button" className="wizard-head" aria-expanded={open === step} onClick={() => setOpen(open === step ? undefined : step)}>
                  <span className={done(step) && open !== step ? 'step-mark done' : 'step-mark'}>
                    {done(step) && open !== step ? <Icon name="check" size={16} /> : i + 1}
                  </span>
                  <span className="grow">
                    <strong>{s.steps[step]}</strong>
                    <span className="small muted break">{open === step ? s.stepHints[step] : summary[step]}</span>
                  </span>
                </button>
                {open === step && (
                  <div className="wizard-body stack">
                    {bodies[step]}
                    {STEPS[i + 1] && (
                      <div className="row">
                        <Button disabled={!done(step)} onClick={() => setOpen(STEPS[i + 1])}>
                          {t.common.next}
                        </Button>
                        {!done(step) && <span className="small muted">{s.complete}</span>}
                      </div>
                    )}
                  </div>
                )}
              </li>
            ))}
          </ol>
        </Card>
        <Card>
          <Field label={t.common.name} optional={t.common.optional}>
            {(w) => (
              <input {...w} className="input" value={draft.name} placeholder={proposed} onChange={(e) => change({ name: e.target.value })} maxLength={200} />
            )}
          </Field>
        </Card>
        {problem?.code === 'RESEND_OR_NOT' ? (
          <ResendChoice problem={problem} busy={save.isPending} onChoose={(resend) => save.mutate(resend)} onClose={() => save.reset()} />
        ) : (
          <ProblemNotice error={save.error} />
        )}
        {mayEdit && (
          <div className="row">
            <Button type="submit" look="primary" busy={save.isPending} disabled={!complete}>
              {s.saveAndLook}
            </Button>
            {!complete && <span className="small muted">{s.stillOpen(f.list(STEPS.filter((step) => !done(step)).map((step) => s.steps[step])))}</span>}
          </div>
        )}
      </fieldset>
    </form>
  );
}
