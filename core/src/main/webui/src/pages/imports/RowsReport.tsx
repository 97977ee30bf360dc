import type { ImportReport } from '../../api/sources';
import { Figures, StackBar } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** Rows in = accepted + invalid + duplicates, always, with a reason for each row that is not accepted. */
export function RowsReport({ report }: { report: ImportReport }) {
  const { t, f } = useI18n();
  const m = t.imports;
  return (
    <>
      <Card title={m.reportTitle} aside={<span className="muted num">{m.reportSum(report.rowsIn)}</span>}>
        <div className="stack wide">
          <StackBar
            tall
            parts={[
              { label: m.accepted, value: report.accepted, color: 'var(--added)' },
              { label: m.invalid, value: report.invalid, color: 'var(--bad)', hatched: true },
              { label: m.duplicates, value: report.duplicates, color: 'var(--skipped)' },
            ]}
          />
          <Figures
            figures={[
              { label: m.created, value: f.number(report.profilesCreated) },
              { label: m.updated, value: f.number(report.profilesUpdated) },
              { label: m.eventsWritten, value: f.number(report.events) },
              { label: m.traitsWritten, value: f.number(report.traitsWritten) },
            ]}
          />
        </div>
      </Card>
      <Card title={m.reasons}>
        {report.invalidReasons.length === 0 && <p className="muted">{m.noReasons}</p>}
        <div className="stack">
          {report.invalidReasons.map((reason) => (
            <details key={reason.code} className="reason">
              <summary>
                <strong className="num reason-count">{f.number(reason.count)}</strong>
                <span className="grow">{reason.sentence}</span>
              </summary>
              <table className="table compact">
                <thead>
                  <tr>
                    <th className="right">{m.line}</th>
                    <th>{m.column}</th>
                    <th>{m.because}</th>
                  </tr>
                </thead>
                <tbody>
                  {reason.samples.map((s, i) => (
                    <tr key={i}>
                      <td className="right num">{f.number(s.line)}</td>
                      <td>{s.column ?? '–'}</td>
                      <td className="break">{s.reason}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          ))}
        </div>
      </Card>
    </>
  );
}
