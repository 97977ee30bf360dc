import { CLUSTER_METHODS, DISTANCES, type ClusterMethod, type Components, type Distance } from '../../api/models';
import { Field } from '../../design/Field';
import { useI18n } from '../../i18n';
import { ComponentsChoice } from './ComponentsChoice';

export interface Wish {
  method: ClusterMethod | null;
  distance: Distance | null;
  clusters: number | null;
  components: Components | null;
}

/** All is left to the vote. */
export const NO_WISH: Wish = { method: null, distance: null, clusters: null, components: null };

/** How groups are to be found: all by itself, unless somebody knows better. */
export function MethodChoice({ wish, onChange }: { wish: Wish; onChange: (wish: Wish) => void }) {
  const { t } = useI18n();
  const { methods, methodHints, distances, distanceHints, ...c } = t.clusters;
  const m = t.models;
  const known = wish.method ? CLUSTER_METHODS[wish.method] : null;
  const allowed = known?.distances ?? DISTANCES;
  const choose = (method: ClusterMethod | null) => {
    const next = method ? CLUSTER_METHODS[method] : null;
    const fits = !next || !wish.distance || next.distances.includes(wish.distance);
    onChange({ ...wish, method, distance: fits ? wish.distance : null, clusters: next && !next.takesNumber ? null : wish.clusters });
  };
  return (
    <>
      <Field label={c.method} hint={wish.method ? methodHints[wish.method] : c.automaticHint}>
        {(w) => (
          <select {...w} className="select" value={wish.method ?? ''} onChange={(e) => choose((e.target.value || null) as ClusterMethod | null)}>
            <option value="">{c.automatic}</option>
            {(Object.keys(CLUSTER_METHODS) as ClusterMethod[]).map((one) => (
              <option key={one} value={one}>
                {methods[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={c.distance} hint={distanceHints[wish.distance ?? 'euclidean']}>
        {(w) => (
          <select {...w} className="select" value={wish.distance ?? 'euclidean'} onChange={(e) => onChange({ ...wish, distance: e.target.value as Distance })}>
            {allowed.map((one) => (
              <option key={one} value={one}>
                {distances[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ComponentsChoice
        components={wish.components}
        hints={{ none: c.componentsNoneHint, some: c.componentsHint }}
        onChange={(components) => onChange({ ...wish, components })}
      />
      {(!known || known.takesNumber) && (
        <Field label={m.clusters} hint={m.clustersHint} optional={t.common.optional}>
          {(w) => (
            <input
              {...w}
              className="input"
              type="number"
              min={2}
              max={20}
              value={wish.clusters ?? ''}
              placeholder={m.clustersAuto}
              onChange={(e) => onChange({ ...wish, clusters: Number.isNaN(e.target.valueAsNumber) ? null : e.target.valueAsNumber })}
            />
          )}
        </Field>
      )}
    </>
  );
}
