import { useQuery } from '@tanstack/react-query';
import { models, type Reasons } from '../../api/models';
import { ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n, type Dictionary } from '../../i18n';
import type { Format } from '../../i18n/format';

const SHOWN = 6;

/** What raises and what lowers a customer's score. */
export function WhyScore({ model, profile, show }: { model: number; profile: number; show: (score: number) => string }) {
  const { t, f, language } = useI18n();
  const c = t.customers;
  const query = useQuery({ queryKey: ['why-score', model, profile], queryFn: () => models.why(model, profile) });
  if (query.error) return <ProblemNotice error={query.error} />;
  if (!query.data) return <Loading />;
  const parts = query.data.parts.slice(0, SHOWN);
  const money = query.data.scale === 'money';
  const most = Math.max(1e-9, ...parts.map((part) => Math.abs(part.points)));
  return (
    <div className="stack tight small">
      <p className="muted">{c.usualScore(show(query.data.usual))}</p>
      <ul className="stack tight">
        {parts.map((part) => (
          <li key={part.name} className="stack hair">
            <span>{part.sentence[language]}</span>
            <PartBar amount={part.points} most={most} />
          </li>
        ))}
      </ul>
      <p className="muted">{c.whyMethods[query.data.method]}</p>
      {query.data.parts.length > SHOWN && (
        <p className="muted">{money ? c.otherMoney(f.signed(others(query.data))) : c.otherParts(f.signed(100 * others(query.data)))}</p>
      )}
    </div>
  );
}

/** A difference of probabilities. */
export const points = (value: number, t: Dictionary, f: Format) => t.experiments.points(f.signed(100 * value));

/** How much one part does, beside the one that does most; below 0 in the colour of what goes. */
export function PartBar({ amount, most }: { amount: number; most: number }) {
  const width = (Math.abs(amount) / most) * 100;
  return (
    <div className="bar thin" aria-hidden>
      <span style={{ width: `${width}%`, background: amount < 0 ? 'var(--removed)' : 'var(--accent)' }} />
    </div>
  );
}

const others = (reasons: Reasons) => reasons.parts.slice(SHOWN).reduce((sum, part) => sum + part.points, 0);
