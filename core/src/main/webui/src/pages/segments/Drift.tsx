import { useI18n } from '../../i18n';

/** Who entered and who left. */
export function Drift({ entered, left }: { entered: number; left: number }) {
  const { t, f } = useI18n();
  if (!entered && !left) return <span className="muted">–</span>;
  return (
    <span className="num nowrap">
      {entered > 0 && (
        <span className="drift-up" title={t.segments.entered}>
          +{f.number(entered)}
        </span>
      )}{' '}
      {left > 0 && (
        <span className="drift-down" title={t.segments.left}>
          −{f.number(left)}
        </span>
      )}
    </span>
  );
}
