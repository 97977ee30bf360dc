import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { segments, type Segment } from '../../api/segments';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';

const MOST = 12;

export function OverlapTab({ segment }: { segment: Segment }) {
  const { t, f } = useI18n();
  const s = t.segments;
  const list = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  const others = (list.data?.items ?? [])
    .filter((o) => o.id !== segment.id)
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST - 1);
  const ids = [segment.id, ...others.map((o) => o.id)];
  const query = useQuery({ queryKey: ['overlap', ids], queryFn: () => segments.overlap(ids), enabled: others.length > 0 });
  if (list.isPending) return <Loading />;
  if (list.data && others.length === 0) return <Card>{s.overlapNone}</Card>;
  const answer = query.data;
  const name = (id: number) => (id === segment.id ? segment.name : (others.find((o) => o.id === id)?.name ?? `#${id}`));
  return (
    <div className="stack wide">
      <Card>
        <div className="stack">
          <p className="muted">{s.overlapIntro}</p>
          <ProblemNotice error={list.error ?? query.error} />
          {query.isPending && <Loading />}
          {answer?.ids.slice(1).map((id, i) => {
            const shared = answer.overlap[0]?.[i + 1] ?? 0;
            const share = shared / Math.max(1, answer.sizes[0] ?? 0);
            return (
              <div key={id} className="stack hair">
                <div className="row between">
                  <Link to={`/segments/${id}`} className="plain">
                    {name(id)}
                  </Link>
                  <span className="small muted num">{s.shared(f.number(shared), f.percent(share))}</span>
                </div>
                <div className="bar">{share > 0 && <span style={{ width: `${share * 100}%` }} />}</div>
              </div>
            );
          })}
        </div>
      </Card>
      {answer && answer.ids.length > 2 && (
        <Card title={s.matrix} flush aside={<span className="small muted">{s.matrixHint}</span>}>
          <div className="table-wrap">
            <table className="table compact heat">
              <thead>
                <tr>
                  <th>
                    <span className="sr">{s.name}</span>
                  </th>
                  {answer.ids.map((id) => (
                    <th key={id} scope="col">
                      {name(id)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {answer.ids.map((row, i) => (
                  <tr key={row}>
                    <th scope="row">{name(row)}</th>
                    {answer.ids.map((column, j) => {
                      const share = (answer.overlap[i]?.[j] ?? 0) / Math.max(1, answer.sizes[i] ?? 0);
                      return (
                        <td
                          key={column}
                          className="num"
                          style={{ background: `color-mix(in srgb, var(--accent) ${Math.round((i === j ? 0 : share) * 45)}%, transparent)` }}
                        >
                          {i === j ? '' : f.percent(share)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
    </div>
  );
}
