import { Link } from 'react-router';
import { experiments, type Experiment } from '../../api/experiments';
import { ButtonLink } from '../../design/Button';
import { Listing, usePages } from '../../design/Listing';
import { Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Running } from './Running';

export function Experiments() {
  const { t } = useI18n();
  const e = t.experiments;
  const mayEdit = useMay('editor');
  const { query, items } = usePages(['experiments'], experiments.list);
  const create = mayEdit && (
    <ButtonLink to="/experiments/new" look="primary" icon="plus">
      {e.create}
    </ButtonLink>
  );
  return (
    <Page title={e.title} intro={e.intro} actions={create}>
      <Listing query={query} count={items.length} empty={{ title: e.none, text: e.noneText, action: create }}>
        <div className="cluster-grid">
          {items.map((experiment) => (
            <ExperimentCard key={experiment.id} experiment={experiment} />
          ))}
        </div>
      </Listing>
    </Page>
  );
}

function ExperimentCard({ experiment }: { experiment: Experiment }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const { event, withinDays, measure } = experiment.outcome;
  return (
    <Link to={`/experiments/${experiment.id}`} className="card">
      <div className="stack">
        <div className="row between top keep">
          <h2 className="break">{experiment.name}</h2>
          <Running experiment={experiment} />
        </div>
        <p className="small muted break">{e.outcomes[measure](event, withinDays)}</p>
        <p className="small">{e.people(f.number(experiment.enrolled.treated), f.number(experiment.enrolled.heldOut))}</p>
      </div>
    </Link>
  );
}
