import type { PredictionReport } from '../../api/models';
import { Table } from '../../design/Listing';
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
      <Table compact columns={[{ label: m.learner }, { label: m.search.setting }, { label: m.auc, right: true }]}>
        {candidates.slice(0, SHOWN).map((one, i) => (
          <tr key={i}>
            <td>{words.learner(one.learner)}</td>
            <td data-label={m.search.setting}>{words.setting(one.setting)}</td>
            <td data-label={m.auc} className="right num">
              {f.decimal(one.auc, 3)}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
