import type { ReactNode } from 'react';
import { useI18n } from '../i18n';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemNotice } from './Notice';

interface Props {
  title: string;
  text: ReactNode;
  action: string;
  danger?: boolean;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({ title, text, action, danger, busy, error, onConfirm, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look={danger ? 'danger primary' : 'primary'} busy={!!busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="muted">{text}</div>
      <ProblemNotice error={error} />
    </Dialog>
  );
}
