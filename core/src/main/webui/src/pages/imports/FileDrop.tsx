import { useState } from 'react';
import { Icon } from '../../design/Icon';
import { useI18n } from '../../i18n';

interface Props {
  onFile: (file: File) => void;
  hint?: string;
  accept?: string;
}

export function FileDrop({ onFile, hint, accept }: Props) {
  const { t } = useI18n();
  const [over, setOver] = useState(false);
  return (
    <label
      className={over ? 'drop over' : 'drop'}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        const file = e.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <input
        type="file"
        className="sr"
        {...(accept ? { accept } : {})}
        onChange={(e) => {
          const file = e.target.files?.[0];
          if (file) onFile(file);
        }}
      />
      <Icon name="file" size={32} />
      <strong>{t.imports.dropTitle}</strong>
      <span className="small">{hint ?? t.imports.dropHint}</span>
    </label>
  );
}
