import type { Components } from '../../api/models';
import { Field } from '../../design/Field';
import { useI18n } from '../../i18n';

const MOST_COMPONENTS = 10;

/** Whether numbers that say much the same are drawn together before anything is learned from them. */
export function ComponentsChoice({ components, hints, onChange }: { components: Components | null; hints: { none: string; some: string }; onChange: (components: Components | null) => void }) {
  const { t } = useI18n();
  const c = t.clusters;
  return (
    <Field label={c.components} hint={components === null ? hints.none : hints.some}>
      {(w) => (
        <select {...w} className="select" value={components ?? ''} onChange={(e) => onChange(e.target.value === 'auto' ? 'auto' : Number(e.target.value) || null)}>
          <option value="">{c.componentsNone}</option>
          <option value="auto">{c.componentsAuto}</option>
          {Array.from({ length: MOST_COMPONENTS }, (_, i) => (
            <option key={i} value={i + 1}>
              {i + 1}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
