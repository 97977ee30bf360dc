import type { ReactNode } from 'react';
import { Field } from './Field';

interface Props {
  label: string;
  hint?: ReactNode;
  wrong?: string | undefined;
  /** a password to be chosen, not one that the browser may remember */
  fresh?: boolean;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

export function PasswordField({ label, hint, wrong, fresh, value, onChange, autoFocus }: Props) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(w) => (
        <input
          {...w}
          className="input"
          type="password"
          autoComplete={fresh ? 'new-password' : 'current-password'}
          value={value}
          onChange={(e) => onChange(e.target.value)}
          required
          autoFocus={autoFocus ?? false}
        />
      )}
    </Field>
  );
}
