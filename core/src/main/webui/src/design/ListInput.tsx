import { useId, useState } from 'react';
import type { Scalar } from '../api/condition';
import { Icon } from './Icon';
import { useI18n } from '../i18n';

interface Props {
  label: string;
  values: Scalar[];
  suggestions: Scalar[];
  numeric: boolean;
  onChange: (values: Scalar[]) => void;
}

/** Several values as chips; a comma or Enter makes the next one, Backspace takes the last one back. */
export function ListInput({ label, values, suggestions, numeric, onChange }: Props) {
  const { t } = useI18n();
  const id = useId();
  const [text, setText] = useState('');
  const take = (raw: string) => {
    const parts = raw
      .split(',')
      .map((p) => p.trim())
      .filter(Boolean);
    const typed = numeric ? parts.map(Number).filter((n) => !Number.isNaN(n)) : parts;
    const next = [...values, ...typed.filter((v) => !values.includes(v))];
    if (next.length !== values.length) onChange(next);
    setText('');
  };
  return (
    <span className="list-input">
      {values.map((v) => (
        <span key={String(v)} className="chip">
          {String(v)}
          <button type="button" aria-label={`${t.common.remove} ${String(v)}`} onClick={() => onChange(values.filter((o) => o !== v))}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        placeholder={values.length === 0 ? t.builder.value : ''}
        value={text}
        list={id}
        onChange={(e) => {
          const value = e.target.value;
          // A suggestion from the list arrives whole: it becomes a chip at once.
          if (value.includes(',') || (suggestions.some((s) => String(s) === value) && !(e.nativeEvent as InputEvent).inputType?.startsWith('insertText')))
            take(value);
          else setText(value);
        }}
        onBlur={() => take(text)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') {
            e.preventDefault();
            take(text);
          } else if (e.key === 'Backspace' && text === '') onChange(values.slice(0, -1));
        }}
      />
      <datalist id={id}>
        {suggestions
          .filter((s) => !values.includes(s))
          .map((s) => (
            <option key={String(s)} value={String(s)} />
          ))}
      </datalist>
    </span>
  );
}
