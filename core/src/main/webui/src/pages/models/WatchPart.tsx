import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Model } from '../../api/models';
import { isFinal } from '../../api/runs';
import { useRun } from '../../api/useRun';
import { watching, type Look } from '../../api/watch';
import { Button } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Empty, Loading } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { DriftCard } from './DriftCard';
import { FairnessCard } from './FairnessCard';
import { PerformanceCard } from './PerformanceCard';
import { RetrainingCard } from './RetrainingCard';

const TONES = { steady: 'good', drifting: 'warn', worse: 'warn', unknown: 'info' } as const;

/** Whether what a model learned still holds, and what is done when it does not. */
export function WatchPart({ model }: { model: Model }) {
  const { t } = useI18n();
  const w = t.watch;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['watch', model.id], queryFn: () => watching.of(model.id) });
  const look = useMutation({ mutationFn: () => watching.look(model.id), onSuccess: () => void cache.invalidateQueries({ queryKey: ['watch', model.id] }) });
  const run = useRun(look.data?.run).data;
  const working = look.isPending || (run !== undefined && !isFinal(run.state));
  const latest = query.data?.latest;
  return (
    <div className="stack wide">
      <ProblemNotice error={query.error ?? look.error} problem={run?.state === 'failed' ? run.problem : null} />
      {mayEdit && model.champion != null && (
        <div className="row">
          <Button icon="play" busy={working} onClick={() => look.mutate()}>
            {w.look}
          </Button>
          {working && (
            <span className="small muted" aria-live="polite">
              {w.looking}
            </span>
          )}
        </div>
      )}
      {query.isPending && <Loading />}
      {query.data && !latest && (
        <Card>
          <Empty title={w.none}>{model.champion == null ? w.untrained : w.noneText}</Empty>
        </Card>
      )}
      {query.data && latest && (
        <>
          <Standing look={latest} />
          <DriftCard look={latest} watch={query.data} />
          <PerformanceCard model={model} look={latest} watch={query.data} />
          {latest.fairness && <FairnessCard fairness={latest.fairness} />}
        </>
      )}
      {mayEdit && model.kind !== 'external' && <RetrainingCard key={model.id} model={model} />}
    </div>
  );
}

function Standing({ look }: { look: Look }) {
  const { t, f, language } = useI18n();
  return (
    <Notice tone={TONES[look.state]} title={wordFor(t.watch.states, look.state)}>
      <p>{look.sentence[language]}</p>
      <p className="small muted">
        {f.dateTime(look.at)} · {t.watch.lookNumber(look.look, look.version)} · {t.watch.compared(look.compared, look.customers)}
      </p>
    </Notice>
  );
}
