import type { PredictionReport } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useCandidateWords } from './useCandidateWords';

const SHOWN = 10;

/** What a search tried, the best first. */
export function SettingsTried({ candidates }: { candidates: PredictionReport['candidates'] }) {
  const { t, f } = useI18n();
  const m = t.models;
  const words = useCandidateWords();
  return (
    <Card title={m.search.tried(candidates.length)} aside={<span className="small muted">{m.search.triedHint}</span>} flush>
      <div className="table-wrap" tabIndex={0} role="group" aria-label={m.search.tried(candidates.length)}>
        <table className="table compact">
          <thead>
            <tr>
              <th scope="col">{m.learner}</th>
              <th scope="col">{m.search.setting}</th>
              <th scope="col" className="num">
                {m.auc}
              </th>
            </tr>
          </thead>
          <tbody>
            {candidates.slice(0, SHOWN).map((one, i) => (
              <tr key={i}>
                <th scope="row">{words.learner(one.learner)}</th>
                <td>{words.setting(one.setting)}</td>
                <td className="num">{f.decimal(one.auc, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
