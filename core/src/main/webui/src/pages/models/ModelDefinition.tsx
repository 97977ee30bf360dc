import { useQuery } from '@tanstack/react-query';
import type { Model } from '../../api/models';
import { segments } from '../../api/segments';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { targetSentence } from './targetSentence';
import { useFeatureLabel } from './useFeatureLabel';

export function ModelDefinition({ model }: { model: Model }) {
  const { t, f } = useI18n();
  const m = t.models;
  const list = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const label = useFeatureLabel();
  return (
    <Card>
      <dl className="facts">
        {(model.target || model.kind === 'external') && (
          <div className="contents">
            <dt>{model.kind === 'external' ? m.targetOfFile : m.target}</dt>
            <dd>{model.target ? targetSentence(model.kind, model.target, t, f) : m.external.notJudged}</dd>
          </div>
        )}
        {model.kind !== 'external' && (
        <div className="contents">
        <dt>{m.features}</dt>
        <dd>
          <div className="row">
            {model.features.length === 0 && m.featuresAuto}
            {model.automaticFeatures && <span className="chip">{m.automatic}</span>}
            {model.features.map((x) => (
              <span key={x} className="chip">
                {label(x)}
              </span>
            ))}
          </div>
        </dd>
        </div>
        )}
        {model.kind === 'clustering' && (
          <div className="contents">
            <dt>{t.clusters.method}</dt>
            <dd>
              {model.method ? wordFor(t.clusters.methods, model.method) : t.clusters.automatic}
              {model.distance && ` · ${wordFor(t.clusters.distances, model.distance)}`}
            </dd>
            <dt>{m.clusters}</dt>
            <dd>{model.clusters ?? m.clustersAuto}</dd>
          </div>
        )}
        {model.components != null && (
          <div className="contents">
            <dt>{t.clusters.components}</dt>
            <dd>{model.components === 'auto' ? t.clusters.componentsAuto : model.components}</dd>
          </div>
        )}
        {model.kind === 'prediction' && (
          <div className="contents">
            <dt>{m.search.label}</dt>
            <dd>{model.search ? `${m.search.methods[model.search.method]} · ${m.search.forMinutes(model.search.minutes)}` : m.search.usual}</dd>
          </div>
        )}
        <dt>{m.among}</dt>
        <dd>{model.segment == null ? m.everybody : (list.data?.items.find((s) => s.id === model.segment)?.name ?? `#${model.segment}`)}</dd>
        {model.kind !== 'external' && (
          <div className="contents">
            <dt>{m.schedule}</dt>
            <dd>{model.schedule ? <code>{`${model.schedule.cron} (${model.schedule.zone})`}</code> : m.byHand}</dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
