import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { catalogue } from '../../api/catalogue';
import { models, type ModelDraft, type ModelKind, type Search, type Target } from '../../api/models';
import { segments } from '../../api/segments';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { ComponentsChoice } from './ComponentsChoice';
import { DataLook } from './DataLook';
import { ExperimentChoice } from './ExperimentChoice';
import { FeatureChoices } from './FeatureChoices';
import { MethodChoice, NO_WISH, type Wish } from './MethodChoice';
import { SearchChoice } from './SearchChoice';
import { firstTarget, TargetCard } from './TargetCard';
import { targetSentence } from './targetSentence';

const KINDS: ModelKind[] = ['clustering', 'prediction', 'value', 'uplift', 'external'];
const CRONS = { never: null, weekly: '0 0 3 ? * MON', monthly: '0 0 3 1 * ?' } as const;

export function NewModel() {
  const { t, f, language } = useI18n();
  const m = t.models;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [query] = useSearchParams();
  const [kind, setKind] = useState<ModelKind>(KINDS.find((k) => k === query.get('kind')) ?? 'clustering');
  const [name, setName] = useState('');
  const [features, setFeatures] = useState<string[]>([]);
  const [chosenTarget, setTarget] = useState<Target | null>(null);
  const [wish, setWish] = useState<Wish>(NO_WISH);
  const [search, setSearch] = useState<Search | null>(null);
  const [judged, setJudged] = useState(false);
  const [automatic, setAutomatic] = useState(false);
  const [segment, setSegment] = useState<number | null>(null);
  const [retrain, setRetrain] = useState<keyof typeof CRONS>('weekly');
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });

  const about = kind === 'value' || (known.data && known.data.events.length > 0) ? 'event' : 'trait';
  const isOfExperiment = chosenTarget && 'experiment' in chosenTarget;
  const foretold = chosenTarget && !('experiment' in chosenTarget) && (kind !== 'value' || 'event' in chosenTarget) ? chosenTarget : known.data ? firstTarget(known.data, about) : null;
  const target = kind === 'external' && !judged ? null : kind !== 'uplift' ? foretold : isOfExperiment ? chosenTarget : null;
  const ofTrait = kind === 'prediction' && !!target && 'trait' in target;
  const ofEvent = kind === 'prediction' && !!target && 'event' in target;
  const traits = (known.data?.traits ?? [])
    .filter((trait) => !(ofTrait && trait.name === target.trait))
    .map((trait) => ({ name: `trait:${trait.name}`, label: { en: trait.name, de: trait.name }, sentence: { en: m.traitToday, de: m.traitToday } }));
  const declared = known.data?.features ?? [];
  const labels = features.map((x) => [...declared, ...traits].find((k) => k.name === x)?.label[language] ?? x);
  const sentence =
    kind === 'external'
      ? m.sentenceExternal
      : kind === 'clustering'
        ? features.length === 0
          ? m.sentenceClusteringAuto
          : m.sentenceClustering(f.list([...labels.slice(0, 4), ...(labels.length > 4 ? ['…'] : [])]))
        : target
          ? targetSentence(kind, target, t, f)
          : kind === 'uplift'
            ? m.sentenceUplift
            : '';
  const proposed = sentence.replace(/\.$/, '').slice(0, 100);
  const cron = CRONS[retrain];
  const draft: ModelDraft = {
    name: name.trim() || proposed,
    kind,
    features: kind === 'external' ? [] : features,
    target: kind === 'clustering' ? null : kind === 'value' && target && 'event' in target ? { event: target.event, withinDays: target.withinDays, negate: false } : target,
    segment,
    ...(kind === 'clustering' ? wish : kind === 'prediction' ? { ...NO_WISH, components: wish.components } : NO_WISH),
    search: kind === 'prediction' ? search : null,
    automaticFeatures: automatic && ofEvent,
    schedule: cron && kind !== 'external' ? { cron, zone: Intl.DateTimeFormat().resolvedOptions().timeZone } : null,
  };
  const create = useMutation({
    mutationFn: async () => {
      const made = await models.create(draft);
      if (kind !== 'external') await models.train(made.id);
      return made;
    },
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: ['models'] });
      void navigate(`/models/${made.id}${kind === 'external' ? '/file' : ''}`);
    },
  });

  return (
    <Page title={m.newTitle} back={{ to: '/models', label: m.title }}>
      {known.isPending && <Loading />}
      <ProblemNotice error={known.error ?? segmentList.error} />
      {known.data && (
        <form
          className="stack wide"
          onSubmit={(e) => {
            e.preventDefault();
            create.mutate();
          }}
        >
          <Card title={m.goal}>
            <div className="cols-2">
              {KINDS.map((k) => (
                <label key={k} className="choice">
                  <input type="radio" name="kind" checked={kind === k} onChange={() => setKind(k)} />
                  <strong>{m.goals[k]}</strong>
                  <span className="hint">{m.goalHints[k]}</span>
                </label>
              ))}
            </div>
          </Card>
          {kind === 'uplift' && <ExperimentChoice chosen={isOfExperiment ? chosenTarget.experiment : null} onChange={(experiment) => setTarget({ experiment })} />}
          {kind === 'external' && (
            <Card>
              <label className="choice">
                <input type="checkbox" checked={judged} onChange={(e) => setJudged(e.target.checked)} />
                <strong>{m.judge}</strong>
                <span className="hint">{m.judgeHint}</span>
              </label>
            </Card>
          )}
          {kind !== 'clustering' && kind !== 'uplift' && (kind !== 'external' || judged) && foretold && (
            <TargetCard
              kind={kind}
              known={known.data}
              target={foretold}
              onChange={(next) => {
                setTarget(next);
                setFeatures([]);
              }}
            />
          )}
          {kind !== 'external' && (
            <FeatureChoices
              key={ofTrait ? target.trait : kind}
              offered={ofTrait ? [...traits, ...declared] : [...declared, ...traits]}
              first={(ofTrait ? [...traits, ...declared] : declared).map((x) => x.name)}
              chosen={features}
              onChange={setFeatures}
            />
          )}
          {ofEvent && (
            <Card>
              <label className="choice">
                <input type="checkbox" checked={automatic} onChange={(e) => setAutomatic(e.target.checked)} />
                <strong>{m.automatic}</strong>
                <span className="hint">{m.automaticHint}</span>
              </label>
            </Card>
          )}
          {ofTrait && <DataLook draft={draft} />}
          <Card>
            <div className="cols-2">
              <Field label={m.among}>
                {(w) => (
                  <select {...w} className="select" value={segment ?? ''} onChange={(e) => setSegment(e.target.value ? Number(e.target.value) : null)}>
                    <option value="">{m.everybody}</option>
                    {segmentList.data?.items.map((s) => (
                      <option key={s.id} value={s.id}>
                        {s.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              {kind !== 'external' && (
              <Field label={m.retrain} hint={m.retrainHint}>
                {(w) => (
                  <select {...w} className="select" value={retrain} onChange={(e) => setRetrain(e.target.value as keyof typeof CRONS)}>
                    <option value="never">{m.retrainNever}</option>
                    <option value="weekly">{m.retrainWeekly}</option>
                    <option value="monthly">{m.retrainMonthly}</option>
                  </select>
                )}
              </Field>
              )}
              {kind === 'clustering' && <MethodChoice wish={wish} onChange={setWish} />}
              {kind === 'prediction' && <SearchChoice search={search} onChange={setSearch} />}
              {kind === 'prediction' && (
                <ComponentsChoice
                  components={wish.components}
                  hints={{ none: m.componentsNoneHint, some: m.componentsHint }}
                  onChange={(components) => setWish({ ...wish, components })}
                />
              )}
              <Field label={m.nameLabel} optional={t.common.optional}>
                {(w) => <input {...w} className="input" value={name} placeholder={proposed} onChange={(e) => setName(e.target.value)} maxLength={100} />}
              </Field>
            </div>
          </Card>
          <ProblemNotice error={create.error} />
          <div className="row">
            <Button type="submit" look="primary" busy={create.isPending}>
              {kind === 'external' ? m.createAndUpload : m.createAndTrain}
            </Button>
            <span className="muted">{sentence}</span>
          </div>
        </form>
      )}
    </Page>
  );
}
