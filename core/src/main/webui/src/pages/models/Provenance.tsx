import type { Bilingual } from '../../api/catalogue';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

export function Provenance({ provenance, preparation }: { provenance: Record<string, unknown>; preparation: Bilingual[] }) {
  const { t, language } = useI18n();
  const entries = Object.entries(provenance ?? {});
  if (entries.length === 0) return null;
  return (
    <Card>
      <details>
        <summary>
          <strong>{t.models.provenance}</strong>
        </summary>
        {preparation.length > 0 && (
          <div className="spaced small">
            <strong>{t.models.preparation}</strong>
            <ul className="stack hair">
              {preparation.map((p) => (
                <li key={p.en}>{p[language]}</li>
              ))}
            </ul>
          </div>
        )}
        <dl className="facts small spaced">
          {entries.map(([key, value]) => (
            <div key={key} className="contents">
              <dt>{key}</dt>
              <dd className="mono">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Card>
  );
}
