import type { Fairness, Share } from '../../api/watch';
import { Table } from '../../design/Listing';
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
        <Table
          compact
          columns={[{ label: `${w.group}: ${fairness.trait}` }, ...[w.customers, w.selected, w.found, w.calibration].map((label) => ({ label, right: true }))]}
        >
          {fairness.groups.map((group) => (
            <tr key={group.value}>
              <td className="break">{group.value}</td>
              <td data-label={w.customers} className="right num">
                {f.number(group.customers)}
              </td>
              <td data-label={w.selected} className="right num">
                {group.tooSmall ? w.small : share(group.selected)}
              </td>
              <td data-label={w.found} className="right num">
                {group.found ? share(group.found) : '–'}
              </td>
              <td data-label={w.calibration} className="right num">
                {group.came && group.foreseen !== null ? `${f.percent(group.foreseen, 1)} · ${share(group.came)}` : '–'}
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </Card>
  );
}
