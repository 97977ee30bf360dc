import type { Searching } from '../../api/models';
import { useI18n } from '../../i18n';
import { useCandidateWords } from './useCandidateWords';

/** What a search tried so far. */
export function SearchProgress({ found }: { found: Searching }) {
  const { t, f } = useI18n();
  const s = t.models.search;
  const words = useCandidateWords();
  const told = (one: Searching['best']) => `${words.learner(one.learner)} (${words.setting(one.setting)}): ${f.decimal(one.auc, 3)}`;
  return (
    <ul className="small stack hair">
      <li>{s.soFar(found.tried)}</li>
      <li>{s.latest(told(found.latest))}</li>
      <li>{s.best(told(found.best))}</li>
    </ul>
  );
}
