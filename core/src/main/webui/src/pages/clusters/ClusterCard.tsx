import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Catalogue } from '../../api/catalogue';
import type { Cluster } from '../../api/models';
import { segments } from '../../api/segments';
import { Button } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { DeviationBar } from './DeviationBar';
import type { Mark } from './mark';
import { MarkShape } from './MarkShape';

interface Props {
  model: number;
  cluster: Cluster;
  mark: Mark;
  known: Catalogue | undefined;
  chosen: boolean;
  onChoose: () => void;
}

const SHOWN = 5;

export function ClusterCard({ model, cluster, mark, known, chosen, onChoose }: Props) {
  const { t, f, language } = useI18n();
  const c = t.clusters;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const say = useToast();
  const mayEdit = useMay('editor');
  const make = useMutation({
    mutationFn: () => segments.create({ name: cluster.name[language], kind: 'cluster', definition: { cluster: model, in: [cluster.number] } }),
    onSuccess: (made) => {
      say(c.segmentMade);
      void cache.invalidateQueries({ queryKey: ['segments'] });
      void navigate(`/segments/${made.id}`);
    },
  });
  const strongest = [...cluster.features].sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation)).slice(0, SHOWN);
  return (
    <section className={chosen ? 'card cluster chosen' : 'card cluster'}>
      <div className="stack">
        <button type="button" className="cluster-head" aria-pressed={chosen} onClick={onChoose}>
          <MarkShape mark={mark} />
          <span className="grow">
            <strong>{cluster.name[language]}</strong>
            <span className="small muted num">
              {c.people(cluster.size)} · {f.percent(cluster.share)}
            </span>
          </span>
        </button>
        <p>{cluster.sentence[language]}</p>
        <ul className="stack tight">
          {strongest.map((feature) => (
            <DeviationBar key={feature.name} feature={feature} known={known} color={mark.css} />
          ))}
        </ul>
        <ProblemNotice error={make.error} />
        {mayEdit && (
          <div>
            <Button small icon="segment" busy={make.isPending} onClick={() => make.mutate()}>
              {c.makeSegment}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
