import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

export function Provenance({ provenance }: { provenance: Record<string, unknown> }) {
  const { t } = useI18n();
  const entries = Object.entries(provenance ?? {});
  if (entries.length === 0) return null;
  return (
    <Card>
      <details>
        <summary>
          <strong>{t.models.provenance}</strong>
        </summary>
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
