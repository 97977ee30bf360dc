import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { models, type Model } from '../../api/models';
import { ButtonLink } from '../../design/Button';
import { Listing } from '../../design/Listing';
import { Page } from '../../design/Page';
import { KindBadge, StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { QualityWord } from './QualityWord';
import { targetSentence } from './targetSentence';

export function Models() {
  const { t } = useI18n();
  const m = t.models;
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['models'], queryFn: models.list });
  const create = mayEdit && (
    <ButtonLink to="/models/new" look="primary" icon="plus">
      {m.create}
    </ButtonLink>
  );
  const list = query.data?.items ?? [];
  return (
    <Page title={m.title} intro={m.intro} actions={create}>
      <Listing query={query} count={list.length} empty={{ title: m.emptyTitle, text: m.emptyText, action: create }}>
        <div className="cluster-grid">
          {list.map((model) => (
            <ModelCard key={model.id} model={model} />
          ))}
        </div>
      </Listing>
    </Page>
  );
}

function ModelCard({ model }: { model: Model }) {
  const { t, f } = useI18n();
  const m = t.models;
  const report = useQuery({
    queryKey: ['report', model.id, model.champion],
    queryFn: () => models.report<{ word: string } & never>(model.id, model.champion!),
    enabled: model.champion != null,
  });
  const word = (report.data as { word?: string } | undefined)?.word;
  return (
    <Link to={`/models/${model.id}`} className="card">
      <div className="stack">
        <div className="row between top keep">
          <h2 className="break">{model.name}</h2>
          <KindBadge kind={model.kind} />
        </div>
        <div className="row">
          {word && <QualityWord word={word} />}
          {model.silence && <StateBadge state="silent" />}
          <span className="small muted">{model.champion != null ? `${m.champion}: ${m.version(model.champion)}` : m.none}</span>
        </div>
        {model.target && <p className="small muted">{targetSentence(model.kind, model.target, t, f)}</p>}
      </div>
    </Link>
  );
}
