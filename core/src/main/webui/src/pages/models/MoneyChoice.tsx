import type { ValueReport } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** The two ways of foreseeing money on the same customers, and why one of them speaks. */
export function MoneyChoice({ choice }: { choice: NonNullable<ValueReport['moneyModel']> }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  return (
    <Card title={m.moneyChoice} flush>
      <p>{choice.reason[language]}</p>
      <div className="table-wrap" tabIndex={0} role="group" aria-label={m.moneyChoice}>
        <table className="table compact">
          <thead>
            <tr>
              {[m.moneyWay, m.moneyForeseen, m.moneyError, m.rmse, m.correlation, m.bestTenth].map((head, i) => (
                <th key={head} scope="col" className={i > 0 ? 'num' : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {choice.candidates.map((one) => (
              <tr key={one.way}>
                <th scope="row">
                  {m.moneyWays[one.way]} {one.way === choice.chosen && <span className="chip">{m.moneyChosen}</span>}
                </th>
                <td className="num">{f.number(one.forecast)}</td>
                <td className="num">{f.decimal(one.error)}</td>
                <td className="num">{f.decimal(one.rmse)}</td>
                <td className="num">{f.decimal(one.correlation)}</td>
                <td className="num">{f.percent(one.bestTenth)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
