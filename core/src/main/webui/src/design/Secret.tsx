import { useI18n } from '../i18n';
import { Button } from './Button';
import { Card } from './Page';
import { useToast } from './Toasts';

export function SecretLine({ secret }: { secret: string }) {
  const { t } = useI18n();
  const say = useToast();
  return (
    <div className="row keep">
      <code className="code grow">{secret}</code>
      <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(secret).then(() => say(t.common.copied))}>
        {t.common.copy}
      </Button>
    </div>
  );
}

/** Something that is shown once and never again. */
export function Secret({ title, text, secret }: { title: string; text: string; secret: string }) {
  return (
    <Card title={title}>
      <div className="stack">
        <p className="muted">{text}</p>
        <SecretLine secret={secret} />
      </div>
    </Card>
  );
}
