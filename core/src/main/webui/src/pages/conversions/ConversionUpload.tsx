import { useMutation, useQueryClient } from '@tanstack/react-query';
import { conversions, type ConversionReport } from '../../api/conversions';
import { StackBar } from '../../design/Figures';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { FileDrop } from '../imports/FileDrop';

const EXAMPLE = `remote_id,type,at,value,currency,email
order-4711,Order Completed,2026-11-21T08:00:00Z,59.90,EUR,ada@example.org`;

export function ConversionUpload() {
  const { t } = useI18n();
  const c = t.conversions;
  const cache = useQueryClient();
  const send = useMutation({ mutationFn: conversions.upload, onSuccess: () => void cache.invalidateQueries({ queryKey: ['conversions'] }) });
  return (
    <Card title={c.upload}>
      <div className="stack">
        <p className="muted">{c.uploadText}</p>
        <pre className="code" tabIndex={0}>
          {EXAMPLE}
        </pre>
        {send.isPending ? <Loading /> : <FileDrop hint={c.uploadHint} accept=".csv,text/csv" onFile={(file) => send.mutate(file)} />}
        <ProblemNotice error={send.error} />
        {send.data && <Outcome report={send.data} />}
      </div>
    </Card>
  );
}

function Outcome({ report }: { report: ConversionReport }) {
  const { t, f } = useI18n();
  const c = t.conversions;
  return (
    <div className="stack" role="status">
      <StackBar
        tall
        parts={[
          { label: c.accepted, value: report.accepted, color: 'var(--added)' },
          { label: c.unknownPeople, value: report.unknown, color: 'var(--changed)' },
          { label: t.imports.duplicates, value: report.duplicates, color: 'var(--skipped)' },
          { label: t.imports.invalid, value: report.invalid.length, color: 'var(--bad)', hatched: true },
        ]}
      />
      {report.invalid.length > 0 && (
        <table className="table compact">
          <thead>
            <tr>
              <th className="right">{t.imports.line}</th>
              <th>{t.imports.column}</th>
              <th>{t.imports.because}</th>
            </tr>
          </thead>
          <tbody>
            {report.invalid.slice(0, 20).map((row, i) => (
              <tr key={i}>
                <td className="right num">{f.number(row.row)}</td>
                <td>{row.field}</td>
                <td className="break">{row.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
