import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { segments, type Segment, type SegmentVersion } from '../../api/segments';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Listing, Table } from '../../design/Listing';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Drift } from './Drift';

export function History({ segment }: { segment: Segment }) {
  const { t, f } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<SegmentVersion>();
  const query = useQuery({ queryKey: ['history', segment.id, segment.version], queryFn: () => segments.history(segment.id) });
  const restore = useMutation({
    mutationFn: (version: number) => segments.restore(segment.id, version),
    onSuccess: () => {
      setChosen(undefined);
      void cache.invalidateQueries();
    },
  });
  const versions = query.data?.items ?? [];
  const largest = Math.max(1, ...versions.map((v) => v.size));
  return (
    <Listing query={query} count={versions.length} empty={{ title: s.historyNone, text: s.historyNoneText }}>
      <Table
        columns={[
          { label: s.version },
          { label: s.cause },
          { label: s.members },
          { label: `${s.entered} / ${s.left}`, right: true },
          { label: t.common.actions, hidden: true },
        ]}
      >
        {versions.map((v) => (
          <tr key={v.version}>
            <td>
              <div>
                <strong className="num">{v.version}</strong> <span className="muted small">{f.dateTime(v.createdAt)}</span>
              </div>
            </td>
            <td data-label={s.cause}>{wordFor(s.causes, v.cause)}</td>
            <td data-label={s.members} className="size-cell">
              <div className="stack hair grow">
                <span className="num">{f.number(v.size)}</span>
                <div className="bar thin">
                  <span style={{ width: `${(v.size / largest) * 100}%` }} />
                </div>
              </div>
            </td>
            <td data-label={`${s.entered} / ${s.left}`} className="right">
              <Drift entered={v.entered} left={v.left} />
            </td>
            <td className="right">
              {mayEdit && v.version !== segment.version && (
                <Button small onClick={() => setChosen(v)}>
                  {s.restore}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {chosen && (
        <Confirm
          title={s.restoreTitle(chosen.version)}
          text={s.restoreText(f.number(chosen.size))}
          action={s.restore}
          busy={restore.isPending}
          error={restore.error}
          onConfirm={() => restore.mutate(chosen.version)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Listing>
  );
}
