import type { Setting } from '../../api/models';
import { useI18n, wordFor } from '../../i18n';

/** Learners and their settings in words. */
export function useCandidateWords() {
  const { t, f } = useI18n();
  const m = t.models;
  return {
    learner: (name: string) => wordFor(m.learners, name),
    setting: (setting: Setting | undefined) => {
      const entries = Object.entries(setting ?? {});
      return entries.length === 0 ? m.search.asUsual : entries.map(([name, value]) => `${wordFor(m.search.settings, name)} ${name === 'components' && value === 0 ? m.search.asNeeded : f.loose(value, 5)}`).join(', ');
    },
  };
}
