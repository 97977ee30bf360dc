import type { ValueReport } from '../../api/models';
import { Table } from '../../design/Listing';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** The two ways of foreseeing money on the same customers, and why one of them speaks. */
export function MoneyChoice({ choice }: { choice: NonNullable<ValueReport['moneyModel']> }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  return (
    <Card title={m.moneyChoice} flush>
      <p>{choice.reason[language]}</p>
      <Table compact columns={[{ label: m.moneyWay }, ...[m.moneyForeseen, m.moneyError, m.rmse, m.correlation, m.bestTenth].map((label) => ({ label, right: true }))]}>
        {choice.candidates.map((one) => (
          <tr key={one.way}>
            <td>
              {m.moneyWays[one.way]} {one.way === choice.chosen && <span className="chip">{m.moneyChosen}</span>}
            </td>
            <td data-label={m.moneyForeseen} className="right num">
              {f.number(one.forecast)}
            </td>
            <td data-label={m.moneyError} className="right num">
              {f.decimal(one.error)}
            </td>
            <td data-label={m.rmse} className="right num">
              {f.decimal(one.rmse)}
            </td>
            <td data-label={m.correlation} className="right num">
              {f.decimal(one.correlation)}
            </td>
            <td data-label={m.bestTenth} className="right num">
              {f.percent(one.bestTenth)}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
