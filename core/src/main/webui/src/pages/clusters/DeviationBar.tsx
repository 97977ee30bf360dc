import type { Catalogue } from '../../api/catalogue';
import type { Deviation } from '../../api/models';
import { useI18n } from '../../i18n';
import { inUnit } from '../models/inUnit';

/** A bar is full at this many standard deviations. */
const FULL = 2.5;

/** Where one cluster stands against everybody: to the right above the average, to the left below. */
export function DeviationBar({ feature, known, color }: { feature: Deviation; known: Catalogue | undefined; color: string }) {
  const { t, f, language } = useI18n();
  const label = feature.label?.[language] ?? known?.features.find((k) => k.name === feature.name)?.label[language] ?? feature.name;
  const reach = (Math.min(FULL, Math.abs(feature.deviation)) / FULL) * 50;
  const words = t.clusters.against(inUnit(feature.mean, feature.unit, t, f), inUnit(feature.overall, feature.unit, t, f));
  const way = feature.deviation >= 0 ? t.clusters.above : t.clusters.below;
  return (
    <li className="deviation">
      <span className="break">{label}</span>
      <span className="small muted num right">{words}</span>
      <span className="deviation-bar" role="img" aria-label={`${label}: ${words}, ${way}`}>
        <span style={{ left: feature.deviation >= 0 ? '50%' : `${50 - reach}%`, width: `${reach}%`, background: color }} />
      </span>
    </li>
  );
}
