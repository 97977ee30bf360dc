import { useI18n, wordFor } from '../../i18n';

const TONES: Record<string, string> = { poor: 'bad', fair: 'warn', good: 'good', excellent: 'good' };

/** A curve for those who read curves, a word for everybody. */
export function QualityWord({ word }: { word: string }) {
  const { t } = useI18n();
  const levels = ['poor', 'fair', 'good', 'excellent'];
  const level = levels.indexOf(word) + 1;
  return (
    <span className={`badge ${TONES[word] ?? ''} quality-word`}>
      <span className="quality-steps" aria-hidden="true">
        {levels.map((l, i) => (
          <i key={l} className={i < level ? 'on' : ''} />
        ))}
      </span>
      {wordFor(t.models.words, word)}
    </span>
  );
}
