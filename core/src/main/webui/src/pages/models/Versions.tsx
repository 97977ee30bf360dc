import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { models, type Model } from '../../api/models';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Reproduced } from './Reproduced';

export function Versions({ model }: { model: Model }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const [asking, setAsking] = useState<number | 'rollback'>();
  const query = useQuery({ queryKey: ['versions', model.id], queryFn: () => models.versions(model.id) });
  const act = useMutation({
    mutationFn: (what: number | 'rollback') => (what === 'rollback' ? models.rollback(model.id) : models.promote(model.id, what)),
    onSuccess: () => {
      setAsking(undefined);
      void cache.invalidateQueries();
    },
  });
  const save = useMutation({ mutationFn: (version: number) => models.exported(model.id, version) });
  const versions = query.data?.items ?? [];
  const earlier = versions.some((v) => v.status === 'retired');
  const metric = (word: string, name: string, value: number) =>
    `${word} ${name === 'baseRate' ? f.percent(value, 1) : f.loose(value, Number.isInteger(value) ? 0 : name === 'lift' ? 1 : 3)}`;
  return (
    <Card
      flush
      title={m.tabs.versions}
      aside={
        mayEdit &&
        earlier && (
          <Button small onClick={() => setAsking('rollback')}>
            {m.rollback}
          </Button>
        )
      }
    >
      <ProblemNotice error={query.error ?? save.error} />
      {query.isPending && <Loading />}
      <ul>
        {versions.map((v) => (
          <li key={v.number} className="version">
            <div className="grow stack hair">
              <div className="row">
                <Link to={`/models/${model.id}/versions/${v.number}`} className="plain">
                  {m.reportOf(v.number)}
                </Link>
                <StateBadge state={v.status} />
                <span className="small muted">
                  {f.dateTime(v.createdAt)} · {wordFor(m.causes, v.cause)}
                </span>
              </div>
              {v.decision && <p>{v.decision.reason[language]}</p>}
              <p className="small muted num">
                {Object.entries(v.metrics ?? {})
                  .flatMap(([name, value]) => (typeof value === 'number' && m.metricWords[name] ? [metric(m.metricWords[name], name, value)] : []))
                  .join(' · ')}
              </p>
            </div>
            {mayEdit && model.kind !== 'external' && model.kind !== 'uplift' && <Reproduced model={model.id} version={v.number} />}
            {model.kind === 'prediction' && (
              <Button small title={m.exportHint} busy={save.isPending && save.variables === v.number} onClick={() => save.mutate(v.number)}>
                ONNX
              </Button>
            )}
            {mayEdit && v.status !== 'champion' && (
              <Button small onClick={() => setAsking(v.number)}>
                {m.promote}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking !== undefined && (
        <Confirm
          title={asking === 'rollback' ? m.rollbackTitle : m.promoteTitle(asking)}
          text={asking === 'rollback' ? m.rollbackText : m.promoteText}
          action={asking === 'rollback' ? m.rollback : m.promote}
          busy={act.isPending}
          error={act.error}
          onConfirm={() => act.mutate(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Card>
  );
}
