import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

export function StreamSnippet({ writeKey = '<write key>' }: { writeKey?: string }) {
  const { t } = useI18n();
  const text = `curl -u '${writeKey}:' ${window.location.origin}/v1/track \\
  -H 'Content-Type: application/json' \\
  -d '{"userId":"42","event":"Product Viewed","properties":{"category":"shoes"}}'`;
  return (
    <Card title={t.imports.try}>
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </Card>
  );
}
