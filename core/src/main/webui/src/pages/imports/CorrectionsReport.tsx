import type { Corrections } from '../../api/sources';
import { Figures } from '../../design/Figures';
import { Notice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** What was taken back because the file was read under another mapping before. */
export function CorrectionsReport({ corrections }: { corrections: Corrections }) {
  const { t, f } = useI18n();
  const m = t.imports.remap;
  return (
    <Card title={m.reportTitle}>
      <div className="stack">
        <p className="muted">{m.reportText}</p>
        <Figures
          figures={[
            { label: m.events, value: f.number(corrections.events) },
            { label: m.traits, value: f.number(corrections.traits) },
            { label: m.consents, value: f.number(corrections.consents) },
            { label: m.identities, value: f.number(corrections.identities) },
            { label: m.customers, value: f.number(corrections.customers) },
          ]}
        />
        {corrections.withoutData > 0 && <Notice tone="info">{m.withoutData(corrections.withoutData)}</Notice>}
        {corrections.severalNames > 0 && <Notice tone="warn">{m.severalNames(corrections.severalNames)}</Notice>}
      </div>
    </Card>
  );
}
