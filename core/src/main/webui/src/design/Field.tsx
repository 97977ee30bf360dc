import { useId, type ReactNode } from 'react';
import { Icon } from './Icon';

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  wrong?: string | undefined;
  optional?: string | false | undefined;
  children: (wiring: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode;
}

/** Ties a label, a hint and what is wrong to one control. */
export function Field({ label, hint, wrong, optional, children }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="optional">({optional})</span>}
      </label>
      {children({ id, ...(wrong ? { 'aria-invalid': true } : {}), ...(described ? { 'aria-describedby': described } : {}) })}
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {wrong && (
        <div className="wrong" id={`${id}-wrong`}>
          <Icon name="bad" size={16} /> {wrong}
        </div>
      )}
    </div>
  );
}
