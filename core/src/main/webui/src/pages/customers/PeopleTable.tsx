import { Link } from 'react-router';
import { glance, nameOf, tellingFirst, type Person } from '../../api/person';
import { Table } from '../../design/Listing';
import { useI18n, wordFor } from '../../i18n';
import { factFor } from '../../i18n/fact';

const SHOWN_FACTS = 4;

/** Customers in rows: found ones and members of a segment look the same. */
export function PeopleTable({ people }: { people: Person[] }) {
  const { t, f } = useI18n();
  const c = t.customers;
  const fact = factFor(t.common, f);
  return (
    <Table columns={[{ label: c.one }, { label: c.identities }, { label: c.traits }]}>
      {people.map((person) => {
        const name = nameOf(person);
        return (
          <tr key={person.id} className="link">
            <td className="person">
              <div>
                <Link to={`/customers/${person.id}`} className="title break">
                  {name ?? c.customer(person.id)}
                </Link>
                <div className="small muted num">#{person.id}</div>
              </div>
            </td>
            <td data-label={c.identities} className="small break">
              {tellingFirst(person.identities)
                .filter((i) => i.value !== name)
                .map((i) => (
                  <span key={i.namespace + i.value} className="identifier" title={wordFor(t.imports.namespaces, i.namespace)}>
                    {i.value}
                  </span>
                ))}
            </td>
            <td data-label={c.traits} className="small muted break">
              {glance(person.traits, SHOWN_FACTS)
                .map(([trait, value]) => `${trait}: ${fact(value)}`)
                .join(' · ')}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
