import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { catalogue } from '../../api/catalogue';
import { draftOf, models, type Model, type Retraining } from '../../api/models';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

const DAYS = 180;

/** When it learns again, from which time, what becomes of a better version, and which groups are compared. */
export function RetrainingCard({ model }: { model: Model }) {
  const { t } = useI18n();
  const w = t.watch;
  const cache = useQueryClient();
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const [policy, setPolicy] = useState<Retraining>(model.retraining);
  const [sensitive, setSensitive] = useState(model.sensitive ?? null);
  const save = useMutation({
    mutationFn: () => models.update(model.id, { ...draftOf(model), retraining: policy, sensitive }),
    onSuccess: (saved) => cache.setQueryData(['model', model.id], saved),
  });
  const change = (part: Partial<Retraining>) => setPolicy({ ...policy, ...part });
  const windowed = model.kind === 'prediction' && !!model.target && 'event' in model.target;
  const traits = (known.data?.traits ?? []).filter((trait) => trait.type === 'text' || trait.type === 'flag');
  const number = (next: number) => (Number.isNaN(next) ? null : next);
  return (
    <Card title={w.retraining}>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <p className="muted">{w.retrainingHint}</p>
        <div className="row">
          <Tick checked={policy.onDrift} onChange={(onDrift) => change({ onDrift })}>
            {w.onDrift}
          </Tick>
          <Tick checked={policy.onImport} onChange={(onImport) => change({ onImport })}>
            {w.onImport}
          </Tick>
        </div>
        <div className="cols-2">
          {model.kind !== 'clustering' && model.kind !== 'uplift' && (
            <Field label={w.onOutcomes}>
              {(x) => (
                <input
                  {...x}
                  className="input"
                  type="number"
                  min={1}
                  placeholder={w.never}
                  value={policy.onOutcomes ?? ''}
                  onChange={(e) => change({ onOutcomes: number(e.target.valueAsNumber) })}
                />
              )}
            </Field>
          )}
          {windowed && (
            <Field label={w.strategy}>
              {(x) => (
                <select
                  {...x}
                  className="select"
                  value={policy.strategy ?? 'all'}
                  onChange={(e) => {
                    const strategy = e.target.value as NonNullable<Retraining['strategy']>;
                    change({ strategy, windowDays: strategy === 'sliding' ? (policy.windowDays ?? DAYS) : null });
                  }}
                >
                  {Object.entries(w.strategies).map(([value, word]) => (
                    <option key={value} value={value}>
                      {word}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          {policy.strategy === 'sliding' && (
            <Field label={w.windowDays}>
              {(x) => (
                <input {...x} className="input" type="number" min={1} max={3650} required value={policy.windowDays ?? ''} onChange={(e) => change({ windowDays: number(e.target.valueAsNumber) })} />
              )}
            </Field>
          )}
          <Field label={w.action}>
            {(x) => (
              <select {...x} className="select" value={policy.action ?? 'promote'} onChange={(e) => change({ action: e.target.value as NonNullable<Retraining['action']> })}>
                {Object.entries(w.actions).map(([value, word]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {(model.kind === 'prediction' || model.kind === 'uplift') && (
            <>
              <Field label={model.kind === 'uplift' ? w.mayBeWorse : w.margin} hint={model.kind === 'uplift' ? w.mayBeWorseHint : w.marginHint}>
                {(x) => (
                  <input {...x} className="input" type="number" min={0} max={0.5} step="any" value={policy.margin ?? ''} onChange={(e) => change({ margin: number(e.target.valueAsNumber) })} />
                )}
              </Field>
              <Field label={w.sensitive} hint={w.sensitiveHint}>
                {(x) => (
                  <select {...x} className="select" value={sensitive ?? ''} onChange={(e) => setSensitive(e.target.value || null)}>
                    <option value="">{w.sensitiveNone}</option>
                    {traits.map((trait) => (
                      <option key={trait.name} value={trait.name}>
                        {trait.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </>
          )}
        </div>
        <ProblemNotice error={save.error} />
        {save.isSuccess && <Notice tone="good">{w.saved}</Notice>}
        <div className="row">
          <Button type="submit" busy={save.isPending}>
            {w.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Tick({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <label className="row">
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} />
      {children}
    </label>
  );
}
