import { Link } from 'react-router';
import { nameOf } from '../../api/person';
import type { DryRun } from '../../api/syncs';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';

const SHOWN = 5;

/** Who would be concerned, for those who do not read requests. */
export function SamplePeople({ sample }: { sample: DryRun['sample'] }) {
  const { t } = useI18n();
  return (
    <div className="stack tight">
      <h3>{t.syncs.sample}</h3>
      <ul className="lines">
        {sample.slice(0, SHOWN).map((row) => (
          <li key={row.profile} className="row between keep">
            <div className="grow">
              <Link to={`/customers/${row.profile}`} className="plain break">
                {nameOf({ identities: Object.entries(row.identifiers).map(([namespace, value]) => ({ namespace, value })), traits: {} }) ??
                  t.customers.customer(row.profile)}
              </Link>
              <div className="small muted break">
                {Object.entries(row.fields)
                  .map(([field, value]) => `${field}: ${value === null ? '–' : String(value)}`)
                  .join(' · ')}
              </div>
            </div>
            <StateBadge state={STATES[row.change.toLowerCase()] ?? row.change} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const STATES: Record<string, string> = { add: 'added', update: 'changed', remove: 'removed' };
