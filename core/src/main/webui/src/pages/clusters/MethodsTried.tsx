import type { ClusterReport, MethodTried } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';

/** The methods between which the vote decided, the winner first, and why it won. */
export function MethodsTried({ tried, choice }: { tried: MethodTried[]; choice: ClusterReport['choice'] }) {
  const { t, f, language } = useI18n();
  const c = t.clusters;
  return (
    <Card title={c.tried} aside={<span className="small muted">{c.triedHint}</span>} flush>
      {choice && <p>{choice[language]}</p>}
      <div className="table-wrap" tabIndex={0} role="group" aria-label={c.tried}>
        <table className="table compact">
          <thead>
            <tr>
              <th scope="col">{c.method}</th>
              <th scope="col" className="num">
                {c.k}
              </th>
              <th scope="col" className="num">
                {c.apart}
              </th>
              <th scope="col" className="num">
                {c.stable}
              </th>
              <th scope="col" className="num">
                {c.together}
              </th>
              <th scope="col" className="num">
                {c.leftOut}
              </th>
            </tr>
          </thead>
          <tbody>
            {tried.map((one) => (
              <tr key={one.method}>
                <th scope="row">
                  {wordFor(c.methods, one.method)}
                  {!one.useful && <span className="small muted"> {c.notUseful}</span>}
                </th>
                <td className="num">{f.number(one.k)}</td>
                <td className="num">{f.decimal(one.aboveChance)}</td>
                <td className="num">{f.decimal(one.stability)}</td>
                <td className="num">{f.decimal(one.together)}</td>
                <td className="num">{f.percent(one.noise)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
