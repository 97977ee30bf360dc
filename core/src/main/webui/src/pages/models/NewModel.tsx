import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { catalogue } from '../../api/catalogue';
import { models, type ModelKind } from '../../api/models';
import { segments } from '../../api/segments';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { FeatureChoices } from './FeatureChoices';
import { MethodChoice, type Wish } from './MethodChoice';

const CRONS = { never: null, weekly: '0 0 3 ? * MON', monthly: '0 0 3 1 * ?' } as const;

export function NewModel() {
  const { t, f, language } = useI18n();
  const m = t.models;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [search] = useSearchParams();
  const [kind, setKind] = useState<ModelKind>(search.get('kind') === 'prediction' ? 'prediction' : 'clustering');
  const [name, setName] = useState('');
  const [features, setFeatures] = useState<string[]>([]);
  const [event, setEvent] = useState('Order Completed');
  const [days, setDays] = useState(90);
  const [negate, setNegate] = useState(false);
  const [wish, setWish] = useState<Wish>({ method: null, distance: null, clusters: null });
  const [segment, setSegment] = useState<number | null>(null);
  const [retrain, setRetrain] = useState<keyof typeof CRONS>('weekly');
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const segmentList = useQuery({ queryKey: ['segments'], queryFn: segments.list });

  useEffect(() => {
    if (known.data) {
      if (!known.data.events.some((e) => e.name === 'Order Completed') && known.data.events[0]) setEvent(known.data.events[0].name);
    }
  }, [known.data]);

  const labels = features.map((x) => known.data?.features.find((k) => k.name === x)?.label[language] ?? x);
  const sentence =
    kind === 'clustering'
      ? features.length === 0
        ? m.sentenceClusteringAuto
        : m.sentenceClustering(f.list([...labels.slice(0, 4), ...(labels.length > 4 ? ['…'] : [])]))
      : negate
        ? m.sentenceChurn(event, days)
        : m.sentencePrediction(event, days);
  const proposed = sentence.replace(/\.$/, '').slice(0, 100);
  const create = useMutation({
    mutationFn: async () => {
      const cron = CRONS[retrain];
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const made = await models.create({
        name: name.trim() || proposed,
        kind,
        features,
        target: kind === 'prediction' ? { event, withinDays: days, negate } : null,
        segment,
        ...(kind === 'clustering' ? wish : { method: null, distance: null, clusters: null }),
        schedule: cron ? { cron, zone } : null,
      });
      await models.train(made.id);
      return made;
    },
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: ['models'] });
      void navigate(`/models/${made.id}`);
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
              <label className="choice">
                <input type="radio" name="kind" checked={kind === 'clustering'} onChange={() => setKind('clustering')} />
                <strong>{m.goalClustering}</strong>
                <span className="hint">{m.goalClusteringHint}</span>
              </label>
              <label className="choice">
                <input type="radio" name="kind" checked={kind === 'prediction'} onChange={() => setKind('prediction')} />
                <strong>{m.goalPrediction}</strong>
                <span className="hint">{m.goalPredictionHint}</span>
              </label>
            </div>
          </Card>
          {kind === 'prediction' && (
            <Card title={m.target}>
              <div className="stack tight">
                <div className="target-sentence">
                  <span>{m.targetBefore}</span>
                  <select className="select" aria-label={m.target} value={event} onChange={(e) => setEvent(e.target.value)}>
                    {known.data.events.map((x) => (
                      <option key={x.name}>{x.name}</option>
                    ))}
                  </select>
                  <select className="select" aria-label={m.goalPrediction} value={negate ? 'not' : 'yes'} onChange={(e) => setNegate(e.target.value === 'not')}>
                    <option value="yes">{m.happens}</option>
                    <option value="not">{m.happensNot}</option>
                  </select>
                  <span>{m.targetWithin}</span>
                  <input
                    className="input"
                    type="number"
                    min={1}
                    max={730}
                    aria-label={m.targetDays}
                    value={days}
                    onChange={(e) => setDays(e.target.valueAsNumber || 1)}
                  />
                  <span>{m.targetDays}</span>
                </div>
                <p className="hint">{m.targetHint}</p>
              </div>
            </Card>
          )}
          <FeatureChoices known={known.data} chosen={features} onChange={setFeatures} />
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
              <Field label={m.retrain} hint={m.retrainHint}>
                {(w) => (
                  <select {...w} className="select" value={retrain} onChange={(e) => setRetrain(e.target.value as keyof typeof CRONS)}>
                    <option value="never">{m.retrainNever}</option>
                    <option value="weekly">{m.retrainWeekly}</option>
                    <option value="monthly">{m.retrainMonthly}</option>
                  </select>
                )}
              </Field>
              {kind === 'clustering' && <MethodChoice wish={wish} onChange={setWish} />}
              <Field label={m.nameLabel} optional={t.common.optional}>
                {(w) => <input {...w} className="input" value={name} placeholder={proposed} onChange={(e) => setName(e.target.value)} maxLength={100} />}
              </Field>
            </div>
          </Card>
          <ProblemNotice error={create.error} />
          <div className="row">
            <Button type="submit" look="primary" busy={create.isPending}>
              {m.createAndTrain}
            </Button>
            <span className="muted">{sentence}</span>
          </div>
        </form>
      )}
    </Page>
  );
}
