import type { ReactNode } from 'react';
import { useI18n } from '../i18n';

export function Figures({ figures }: { figures: { label: ReactNode; value: ReactNode; after?: ReactNode; small?: boolean }[] }) {
  return (
    <dl className="figures">
      {figures.map((figure, i) => (
        <div key={i} className="figure">
          <dt>{figure.label}</dt>
          <dd className={figure.small ? 'small' : ''}>{figure.value}</dd>
          {figure.after && <dd className="after">{figure.after}</dd>}
        </div>
      ))}
    </dl>
  );
}

export interface Part {
  label: string;
  value: number;
  color: string;
  hatched?: boolean;
}

/** One whole, cut into parts that add up: rows of an import, members of a run. Hatching tells apart without colour. */
export function StackBar({ parts, tall, legend = true }: { parts: Part[]; tall?: boolean; legend?: boolean }) {
  const { f } = useI18n();
  const total = parts.reduce((sum, p) => sum + p.value, 0);
  const shown = parts.filter((p) => p.value > 0);
  const label = parts.map((p) => `${p.label}: ${f.number(p.value)}`).join(', ');
  return (
    <div className="stack tight">
      <div className={tall ? 'bar tall' : 'bar'} role="img" aria-label={label}>
        {shown.map((p) => (
          <span key={p.label} className={p.hatched ? 'hatched' : ''} style={{ width: `${(p.value / total) * 100}%`, backgroundColor: p.color }} />
        ))}
      </div>
      {legend && (
        <div className="legend" aria-hidden="true">
          {parts.map((p) => (
            <span key={p.label}>
              <i style={{ background: p.color }} />
              {p.label} <strong className="num">{f.number(p.value)}</strong>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

export function Progress({ done, total, label }: { done?: number | undefined; total?: number | null | undefined; label: string }) {
  const known = total != null && total > 0 && done != null;
  const share = known ? Math.min(1, done / total) : undefined;
  return (
    <div
      className={known ? 'progress' : 'progress unknown'}
      role="progressbar"
      aria-label={label}
      {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    >
      <span style={share === undefined ? {} : { width: `${share * 100}%` }} />
    </div>
  );
}
