import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { experiments, type Experiment } from '../../api/experiments';
import type { Segment } from '../../api/segments';
import { syncs } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Running } from '../experiments/Running';

/** What sending to these people brings: the experiments of syncs of this segment, and those it is a group of. */
export function SegmentExperiments({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const syncList = useQuery({ queryKey: ['syncs'], queryFn: syncs.list });
  const query = useQuery({ queryKey: ['experiments', 'of-segments'], queryFn: experiments.all });
  const using = (syncList.data?.items ?? []).filter((sync) => sync.segments.includes(segment.id));
  const holding = using.find((sync) => sync.holdout > 0);
  const about = (query.data?.items ?? []).filter(
    (one) => using.some((sync) => sync.id === one.sync) || one.treatedSegment === segment.id || one.heldOutSegment === segment.id,
  );
  const begin = mayEdit && holding && (
    <ButtonLink to={`/experiments/new?sync=${holding.id}`} look="primary" icon="plus">
      {t.experiments.create}
    </ButtonLink>
  );
  return (
    <Card flush {...(about.length > 0 ? { title: s.tabs.experiments, aside: begin } : {})}>
      <ProblemNotice error={query.error ?? syncList.error} />
      {(query.isPending || syncList.isPending) && <Loading />}
      {query.data && syncList.data && about.length === 0 && (
        <Empty title={s.experimentsNone} action={begin}>
          {holding ? s.experimentsNoneText : s.experimentsNoHoldout}
        </Empty>
      )}
      {about.length > 0 && (
        <ul className="lines padded">
          {about.map((one) => (
            <Line key={one.id} experiment={one} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ experiment }: { experiment: Experiment }) {
  const { t, language } = useI18n();
  const { data } = useQuery({ queryKey: ['experiment', experiment.id], queryFn: () => experiments.one(experiment.id) });
  const verdict = data?.report?.verdict;
  return (
    <li className="stack tight">
      <div className="row between">
        <Link to={`/experiments/${experiment.id}`} className="plain">
          {experiment.name}
        </Link>
        <span className="row">
          {verdict && <strong className="small">{wordFor(t.experiments.words, verdict.word)}</strong>}
          <Running experiment={experiment} />
        </span>
      </div>
      {verdict && <p className="small muted">{verdict.sentence[language]}</p>}
    </li>
  );
}
