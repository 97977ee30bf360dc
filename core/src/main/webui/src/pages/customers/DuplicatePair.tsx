import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { duplicates, type Duplicate, type Split } from '../../api/duplicates';
import { nameOf, tellingFirst } from '../../api/person';
import { Button } from '../../design/Button';
import { Table } from '../../design/Listing';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { factFor } from '../../i18n/fact';
import { useMay } from '../../shell/useSession';

/** Rounded up it would read as certain. */
const SUREST = 0.999;

/** Two profiles side by side, why they may be one person, and the decision. */
export function DuplicatePair({ pair, onSplit }: { pair: Duplicate; onSplit: (split: Split) => void }) {
  const { t, f, language } = useI18n();
  const d = t.duplicates;
  const fact = factFor(t.common, f);
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const onSuccess = () => cache.invalidateQueries();
  const merge = useMutation({ mutationFn: () => duplicates.merge(pair.id), onSuccess });
  const dismiss = useMutation({ mutationFn: () => duplicates.dismiss(pair.id), onSuccess });
  const undo = useMutation({
    mutationFn: () => duplicates.undo(pair.id),
    onSuccess: (split) => {
      onSplit(split);
      return onSuccess();
    },
  });
  const people = [pair.one, pair.other];
  const traits = [...new Set(people.flatMap((person) => Object.keys(person.traits)))].sort();
  const names = people.map((person) => nameOf(person) ?? t.customers.customer(person.id));
  return (
    <Card title={<PairOf people={people} names={names} />} aside={<span className="badge">{d.sure(f.percent(Math.min(pair.probability, SUREST), 1))}</span>}>
      <div className="stack">
        <p>{pair.why[language]}</p>
        {pair.household && <Notice tone="warn">{d.household}</Notice>}
        <Table compact columns={[{ label: '', hidden: true }, ...people.map((person) => ({ label: `#${person.id}` }))]}>
          <tr>
            <td className="muted">{t.customers.identities}</td>
            {people.map((person) => (
              <td key={person.id} data-label={`#${person.id}`} className="break">
                {tellingFirst(person.identities)
                  .map((identity) => identity.value)
                  .join(', ')}
              </td>
            ))}
          </tr>
          {traits.map((trait) => (
            <tr key={trait}>
              <td className="muted break">{trait}</td>
              {people.map((person) => (
                <td key={person.id} data-label={`#${person.id}`} className="break">
                  {person.traits[trait] === undefined ? '' : fact(person.traits[trait])}
                </td>
              ))}
            </tr>
          ))}
        </Table>
        <ProblemNotice error={merge.error ?? dismiss.error ?? undo.error} />
        {pair.decidedBy && pair.decidedAt && <p className="small muted">{d.decided(pair.decidedBy, f.dateTime(pair.decidedAt))}</p>}
        {mayEdit && pair.state === 'open' && (
          <div className="row">
            <Button look="primary" busy={merge.isPending} onClick={() => merge.mutate()}>
              {d.merge}
            </Button>
            <Button busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
              {d.dismiss}
            </Button>
          </div>
        )}
        {mayEdit && pair.state === 'merged' && (
          <div className="row">
            <Button busy={undo.isPending} onClick={() => undo.mutate()}>
              {d.undo}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

/** On a phone the table has no head: who they are stands above it. */
const PairOf = ({ people, names }: { people: Duplicate['one'][]; names: string[] }) =>
  people.map((person, i) => (
    <Fragment key={person.id}>
      {i > 0 && ' · '}
      <Link to={`/customers/${person.id}`}>{`#${person.id} ${names[i]}`}</Link>
    </Fragment>
  ));
