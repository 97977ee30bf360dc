import { useState } from 'react';
import type { Problem } from '../../api/problem';
import type { Resend } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { useI18n } from '../../i18n';

interface Props {
  problem: Problem;
  busy: boolean;
  onChoose: (resend: Resend) => void;
  onClose: () => void;
}

const CHOICES: Resend[] = ['all', 'from-now'];

/** Asked when people who are at the destination look different under a changed mapping. */
export function ResendChoice({ problem, busy, onChoose, onClose }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  const [chosen, setChosen] = useState<Resend>();
  return (
    <Dialog
      title={s.resendTitle}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" busy={busy} disabled={!chosen} onClick={() => chosen && onChoose(chosen)}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <p className="muted">{problem.detail}</p>
      <div className="choices">
        {CHOICES.map((choice) => (
          <label key={choice} className="choice">
            <input type="radio" name="resend" checked={chosen === choice} onChange={() => setChosen(choice)} />
            <strong>{s.resends[choice]}</strong>
            <span className="hint">{s.resendHints[choice]}</span>
          </label>
        ))}
      </div>
    </Dialog>
  );
}
