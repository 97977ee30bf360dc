import { useI18n, wordFor } from '../i18n';

const TONES: Record<string, string> = {
  running: 'info',
  completed: 'good',
  'completed-with-errors': 'warn',
  failed: 'bad',
  paused: 'warn',
  'not-started': 'info',
  active: 'good',
  ready: 'good',
  'needs-attention': 'bad',
  champion: 'good',
  challenger: 'info',
  refused: 'warn',
  acknowledged: 'good',
  added: 'good',
  changed: 'info',
  rejected: 'bad',
  invalid: 'bad',
  sending: 'info',
  silent: 'bad',
};

export function StateBadge({ state }: { state: string }) {
  const { t } = useI18n();
  return (
    <span className={`badge ${TONES[state] ?? ''}`}>
      {state === 'running' && <span className="pulse" />}
      {wordFor(t.states, state)}
    </span>
  );
}

/** Kinds of models, and of segments that follow one. */
const LEARNED = new Set(['cluster', 'clustering', 'prediction', 'value', 'uplift', 'external']);

export function KindBadge({ kind }: { kind: string }) {
  const { t } = useI18n();
  return <span className={LEARNED.has(kind) ? 'badge accent' : 'badge'}>{wordFor(t.kinds, kind)}</span>;
}
