import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Experiment } from '../../api/experiments';
import { models } from '../../api/models';
import { Button, ButtonLink } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';

/** The models that learn from this experiment whom sending moves; where there is none yet, makes one. */
export function WhomCard({ experiment }: { experiment: Experiment }) {
  const { t } = useI18n();
  const e = t.experiments;
  const mayEdit = useMay('editor');
  const navigate = useNavigate();
  const cache = useQueryClient();
  const known = useQuery({ queryKey: ['models'], queryFn: models.list });
  const create = useMutation({
    mutationFn: async () => {
      const made = await models.create({
        name: e.whomName(experiment.name).slice(0, 200),
        kind: 'uplift',
        features: [],
        target: { experiment: experiment.id },
        segment: null,
        clusters: null,
        method: null,
        distance: null,
      components: null,
        search: null,
        automaticFeatures: false,
        schedule: null,
      });
      await models.train(made.id);
      return made;
    },
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: ['models'] });
      void navigate(`/models/${made.id}`);
    },
  });
  const learning = known.data?.items.filter((model) => model.target && 'experiment' in model.target && model.target.experiment === experiment.id) ?? [];
  return (
    <Card title={e.whom}>
      <div className="stack">
        <p className="muted">{e.whomHint}</p>
        <ProblemNotice error={known.error ?? create.error} />
        <div className="row">
          {learning.map((model) => (
            <ButtonLink key={model.id} to={`/models/${model.id}`}>
              {model.name}
            </ButtonLink>
          ))}
          {mayEdit && known.data && learning.length === 0 && (
            <Button onClick={() => create.mutate()} busy={create.isPending}>
              {e.learn}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
