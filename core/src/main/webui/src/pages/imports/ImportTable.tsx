import { Link } from 'react-router';
import type { Import, Source } from '../../api/sources';
import { StackBar } from '../../design/Figures';
import { StateBadge } from '../../design/StateBadge';
import { useI18n } from '../../i18n';

export function ImportTable({ imports, sources }: { imports: Import[]; sources?: Source[] }) {
  const { t, f } = useI18n();
  const m = t.imports;
  if (imports.length === 0) return <p className="empty muted">{m.noImports}</p>;
  return (
    <div className="table-wrap">
      <table className="table stacking">
        <thead>
          <tr>
            <th>{m.file}</th>
            {sources && <th>{m.source}</th>}
            <th className="right">{m.rowsIn}</th>
            <th>{m.result}</th>
            <th>{m.when}</th>
            <th>{t.common.state}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((i) => (
            <tr key={i.id} className="link">
              <td>
                <Link className="title break" to={`/imports/${i.id}`}>
                  {i.filename}
                </Link>
              </td>
              {sources && <td data-label={m.source}>{sources.find((s) => s.id === i.source)?.name}</td>}
              <td data-label={m.rowsIn} className="right num">
                {i.report ? f.number(i.report.rowsIn) : i.progress?.rowsRead ? f.number(i.progress.rowsRead) : '–'}
              </td>
              <td data-label={m.result} className="bar-cell">
                {i.report && (
                  <StackBar
                    legend={false}
                    parts={[
                      { label: m.accepted, value: i.report.accepted, color: 'var(--added)' },
                      { label: m.invalid, value: i.report.invalid, color: 'var(--bad)', hatched: true },
                      { label: m.duplicates, value: i.report.duplicates, color: 'var(--skipped)' },
                    ]}
                  />
                )}
              </td>
              <td data-label={m.when} className="nowrap">
                {f.ago(i.createdAt)}
              </td>
              <td data-label={t.common.state}>
                <StateBadge state={i.state} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
