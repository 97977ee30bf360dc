import type { ComponentNotes } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

const SHOWN = 6;

/**
 * What replaced the columns: how much each component tells, and which features go with it.
 *
 * @param read how its figures are to be read, and what is told in features all the same
 */
export function ComponentsCard({ components, read }: { components: ComponentNotes[]; read: string }) {
  const { t, f, language } = useI18n();
  const c = t.clusters;
  return (
    <Card title={c.components} aside={<span className="small muted">{c.componentsOf(f.percent(components.reduce((sum, one) => sum + one.explained, 0)))}</span>}>
      <ul className="stack">
        {components.map((one) => (
          <li key={one.number} className="stack tight">
            <span>{one.sentence[language]}</span>
            <span className="row">
              {one.loadings.slice(0, SHOWN).map((x) => (
                <span key={x.name} className="chip">
                  {x.label[language]} <span className="num muted">{f.decimal(x.loading)}</span>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="small muted">{read}</p>
    </Card>
  );
}
