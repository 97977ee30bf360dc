import { NO_TALLY, type RunCounts } from '../../api/runs';
import { useI18n } from '../../i18n';

const ROWS = ['added', 'changed', 'removed'] as const;

/** Added, changed, removed against accepted, rejected. Bars share one scale, so that lengths compare. */
export function CountMatrix({ counts }: { counts: RunCounts }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const most = Math.max(1, ...ROWS.map((r) => (counts[r] ?? NO_TALLY).accepted + (counts[r] ?? NO_TALLY).rejected));
  return (
    <table className="matrix">
      <thead>
        <tr>
          <th>
            <span className="sr">{t.common.kind}</span>
          </th>
          <th aria-hidden="true" />
          <th className="right">{s.accepted}</th>
          <th className="right">{s.rejected}</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => {
          const tally = counts[row] ?? NO_TALLY;
          return (
            <tr key={row}>
              <th scope="row">{s[row]}</th>
              <td className="matrix-bar" aria-hidden="true">
                <div className="bar tall">
                  {tally.accepted > 0 && <span style={{ width: `${(tally.accepted / most) * 100}%`, backgroundColor: `var(--${row})` }} />}
                  {tally.rejected > 0 && <span className="hatched" style={{ width: `${(tally.rejected / most) * 100}%`, backgroundColor: 'var(--bad)' }} />}
                </div>
              </td>
              <td className="num right">
                <strong>{f.number(tally.accepted)}</strong>
              </td>
              <td className={tally.rejected > 0 ? 'num right is-bad' : 'num right muted'}>{f.number(tally.rejected)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
