import { Link } from 'react-router';
import type { Segment } from '../../api/segments';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

export function SegmentSizes({ segments }: { segments: Segment[] }) {
  const { t, f } = useI18n();
  const shown = [...segments].sort((a, b) => b.size - a.size).slice(0, 6);
  const largest = Math.max(1, ...shown.map((s) => s.size));
  return (
    <Card title={t.home.sizes} aside={<Link to="/segments">{t.home.allSegments}</Link>}>
      <ul className="stack">
        {shown.map((s) => (
          <li key={s.id} className="stack hair">
            <div className="row between keep">
              <Link to={`/segments/${s.id}`} className="plain break">
                {s.name}
              </Link>
              <strong className="num">{f.number(s.size)}</strong>
            </div>
            <div className="bar thin">
              <span style={{ width: `${(s.size / largest) * 100}%` }} />
            </div>
            {(s.entered24h > 0 || s.left24h > 0) && (
              <div className="small muted num">
                {t.home.entered(f.number(s.entered24h))} · {t.home.left(f.number(s.left24h))} {t.home.last24}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
