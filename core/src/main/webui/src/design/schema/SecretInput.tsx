import { useState } from 'react';
import { useI18n } from '../../i18n';
import { Button } from '../Button';
import { SecretLine } from '../Secret';
import { KEPT } from './schema';

interface Props {
  wiring: Record<string, unknown>;
  value: unknown;
  canBeMade: boolean;
  onChange: (value: unknown) => void;
}

/** A secret is typed unseen; one made here is shown once, since the other side needs it too. */
export function SecretInput({ wiring, value, canBeMade, onChange }: Props) {
  const { t } = useI18n();
  const [made, setMade] = useState<string>();
  const make = () => {
    const secret = freshSecret();
    setMade(secret);
    onChange(secret);
  };
  return (
    <div className="stack tight">
      <div className="row keep">
        <input
          {...wiring}
          className="input"
          type="password"
          autoComplete="new-password"
          value={value === KEPT || value === undefined || value === null ? '' : String(value)}
          placeholder={value === KEPT ? '••••••••' : ''}
          onChange={(e) => onChange(e.target.value === '' && value === KEPT ? KEPT : e.target.value)}
        />
        {canBeMade && <Button onClick={make}>{t.destinations.makeSecret}</Button>}
      </div>
      {made !== undefined && made === value && (
        <>
          <SecretLine secret={made} />
          <p className="hint">{t.destinations.madeSecret}</p>
        </>
      )}
    </div>
  );
}

/** `whsec_` and 32 random bytes, as Standard Webhooks ask for. */
function freshSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
}
