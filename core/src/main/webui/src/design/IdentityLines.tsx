import { useState } from 'react';
import type { Identity } from '../api/profiles';
import { useI18n, wordFor } from '../i18n';
import { Field } from './Field';

const NAMESPACES = ['email', 'customer_id', 'phone', 'user_id', 'external_id'];

export interface Lines {
  namespace: string;
  text: string;
}

export const NO_LINES: Lines = { namespace: 'email', text: '' };

/** One identifier a line, as it comes out of a spreadsheet. */
export const identitiesIn = ({ namespace, text }: Lines): Identity[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((value) => ({ namespace, value }));

export const useLines = () => {
  const [lines, setLines] = useState(NO_LINES);
  return { lines, setLines, identities: identitiesIn(lines), clear: () => setLines((l) => ({ ...l, text: '' })) };
};

export function IdentityLines({ lines, onChange }: { lines: Lines; onChange: (lines: Lines) => void }) {
  const { t } = useI18n();
  const s = t.segments;
  return (
    <>
      <Field label={s.identifierKind}>
        {(w) => (
          <select {...w} className="select" value={lines.namespace} onChange={(e) => onChange({ ...lines, namespace: e.target.value })}>
            {NAMESPACES.map((n) => (
              <option key={n} value={n}>
                {wordFor(t.imports.namespaces, n)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={s.identifiers}>
        {(w) => <textarea {...w} className="textarea" value={lines.text} onChange={(e) => onChange({ ...lines, text: e.target.value })} />}
      </Field>
    </>
  );
}
