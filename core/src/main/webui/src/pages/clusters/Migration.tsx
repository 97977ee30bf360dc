import type { ClusterReport } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** From which cluster people came. The diagonal stayed. */
export function Migration({ report, matrix }: { report: ClusterReport; matrix: number[][] }) {
  const { t, f, language } = useI18n();
  const name = (i: number) => report.clusters.find((c) => c.number === i)?.name[language] ?? `#${i}`;
  return (
    <Card title={t.clusters.migration} aside={<span className="small muted">{t.clusters.migrationHint}</span>} flush>
      <div className="table-wrap" tabIndex={0} role="group" aria-label={t.clusters.migration}>
        <table className="table compact heat">
          <thead>
            <tr>
              <th>{t.clusters.before}</th>
              {matrix[0]?.map((_, j) => (
                <th key={j} scope="col">
                  {name(j)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, i) => {
              const total = Math.max(
                1,
                row.reduce((a, b) => a + b, 0),
              );
              return (
                <tr key={i}>
                  <th scope="row">{name(i)}</th>
                  {row.map((n, j) => (
                    <td
                      key={j}
                      className="num"
                      style={{ background: `color-mix(in srgb, var(--${i === j ? 'accent' : 'removed'}) ${Math.round((n / total) * 40)}%, transparent)` }}
                    >
                      {n ? f.number(n) : ''}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
