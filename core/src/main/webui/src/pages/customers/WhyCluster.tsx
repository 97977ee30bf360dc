import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { models } from '../../api/models';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useClusters } from '../clusters/useClusters';
import { PartBar } from './WhyScore';

const SHOWN = 6;

/** Why a customer is in one group and not in another. */
export function WhyCluster({ model, profile }: { model: number; profile: number }) {
  const { t, language } = useI18n();
  const c = t.customers;
  const [against, setAgainst] = useState<number>();
  const query = useQuery({
    queryKey: ['why-cluster', model, profile, against],
    queryFn: () => models.whyCluster(model, profile, against),
    placeholderData: (before) => before,
  });
  const clusters = useClusters(model);
  if (query.error) return <ProblemNotice error={query.error} />;
  if (!query.data) return <Loading />;
  const { cluster, against: other, sentence } = query.data;
  const parts = query.data.parts.slice(0, SHOWN);
  const most = Math.max(1e-9, ...parts.map((part) => Math.abs(part.weight)));
  return (
    <div className="stack tight small">
      <p>{sentence[language]}</p>
      <Field label={c.whyNotCluster}>
        {(w) => (
          <select {...w} className="select" value={other} onChange={(event) => setAgainst(Number(event.target.value))}>
            {clusters
              .filter((one) => one.number !== cluster && !one.noise)
              .map((one) => (
                <option key={one.number} value={one.number}>
                  {one.name[language]}
                </option>
              ))}
          </select>
        )}
      </Field>
      <ul className="stack tight">
        {parts.map((part) => (
          <li key={part.name} className="stack hair">
            <span>{part.sentence[language]}</span>
            <PartBar amount={part.weight} most={most} />
          </li>
        ))}
      </ul>
    </div>
  );
}
