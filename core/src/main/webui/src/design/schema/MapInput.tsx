import { useState } from 'react';
import { useI18n } from '../../i18n';
import { Button } from '../Button';

interface Props {
  label: string;
  /** pairs, or the mark of a secret that is kept */
  value: unknown;
  onChange: (value: Record<string, string>) => void;
}

/** Names with values, such as additional headers. Rows keep their order while names are typed. */
export function MapInput({ label, value, onChange }: Props) {
  const { t } = useI18n();
  const [rows, setRows] = useState<[string, string][]>(() =>
    typeof value === 'object' && value !== null ? Object.entries(value as Record<string, string>) : [],
  );
  const change = (next: [string, string][]) => {
    setRows(next);
    onChange(Object.fromEntries(next));
  };
  return (
    <div className="stack tight">
      {rows.map(([name, text], i) => (
        <div key={i} className="row keep">
          <input
            className="input small"
            aria-label={`${label}: ${t.common.name}`}
            placeholder={t.common.name}
            value={name}
            onChange={(e) => change(rows.with(i, [e.target.value, text]))}
          />
          <input
            className="input small"
            aria-label={`${label}: ${t.builder.value}`}
            placeholder={t.builder.value}
            value={text}
            onChange={(e) => change(rows.with(i, [name, e.target.value]))}
          />
          <Button look="quiet" small icon="close" aria-label={t.common.remove} onClick={() => change(rows.toSpliced(i, 1))} />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => change([...rows, ['', '']])}>
          {t.common.add}
        </Button>
      </div>
    </div>
  );
}
