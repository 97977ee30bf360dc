import type { Fairness, Share } from '../../api/watch';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';

const TONES = { even: 'good', uneven: 'bad', unclear: '' } as const;

/** Whether the groups of a sensitive trait are treated alike, with how sure that is. */
export function FairnessCard({ fairness }: { fairness: Fairness }) {
  const { t, f, language } = useI18n();
  const w = t.watch;
  const share = (s: Share) => `${f.percent(s.share, 1)} (${f.percent(s.from, 1)}–${f.percent(s.to, 1)})`;
  return (
    <Card title={w.fairness} aside={<span className={`badge ${TONES[fairness.word]}`}>{wordFor(w.fairWords, fairness.word)}</span>}>
      <div className="stack">
        <p>{fairness.reason[language]}</p>
        <p className="small muted">{w.fairnessHint}</p>
        <div className="table-wrap">
          <table className="table compact">
            <thead>
              <tr>
                <th>
                  {w.group}: {fairness.trait}
                </th>
                <th className="right">{w.customers}</th>
                <th className="right">{w.selected}</th>
                <th className="right">{w.found}</th>
                <th className="right">{w.calibration}</th>
              </tr>
            </thead>
            <tbody>
              {fairness.groups.map((group) => (
                <tr key={group.value}>
                  <td>{group.value}</td>
                  <td className="right num">{f.number(group.customers)}</td>
                  <td className="right num">{group.tooSmall ? w.small : share(group.selected)}</td>
                  <td className="right num">{group.found ? share(group.found) : '–'}</td>
                  <td className="right num">{group.came && group.foreseen !== null ? `${f.percent(group.foreseen, 1)} · ${share(group.came)}` : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Card>
  );
}
