import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Route, Routes, useParams } from 'react-router';
import { segments } from '../../api/segments';
import { Button } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading, Page, Tabs } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { KindBadge } from '../../design/StateBadge';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Definition } from './Definition';
import { History } from './History';
import { Members } from './Members';
import { OverlapTab } from './Overlap';
import { SegmentExperiments } from './SegmentExperiments';
import { SegmentSyncs } from './SegmentSyncs';

export function SegmentPage() {
  const { t, f } = useI18n();
  const s = t.segments;
  const id = Number(useParams()['id']);
  const cache = useQueryClient();
  const say = useToast();
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['segment', id], queryFn: () => segments.one(id) });
  const evaluate = useMutation({
    mutationFn: () => segments.evaluate(id),
    onSuccess: () => {
      say(s.evaluatedNow);
      void cache.invalidateQueries();
    },
  });
  const segment = query.data;
  const base = `/segments/${id}`;
  return (
    <Page
      title={segment?.name ?? s.name}
      back={{ to: '/segments', label: s.title }}
      badge={segment && <KindBadge kind={segment.kind} />}
      intro={segment && `${t.common.members(segment.size)} · ${s.evaluated}: ${segment.evaluatedAt ? f.ago(segment.evaluatedAt) : s.never}`}
      actions={
        mayEdit &&
        segment && (
          <>
            <Button icon="sync" onClick={() => evaluate.mutate()} busy={evaluate.isPending}>
              {s.evaluate}
            </Button>
            <Removal
              label={s.delete}
              title={s.deleteTitle(segment.name)}
              text={s.deleteText}
              remove={() => segments.remove(id)}
              from="segments"
              to="/segments"
            />
          </>
        )
      }
    >
      <ProblemNotice error={query.error ?? evaluate.error} />
      {query.isPending && <Loading />}
      {segment?.problem && (
        <Notice tone="bad" title={s.lastFailed}>
          {segment.problem.detail}
        </Notice>
      )}
      {segment && (
        <>
          <Tabs
            tabs={[
              { to: base, label: s.tabs.definition, end: true },
              { to: `${base}/members`, label: s.tabs.members },
              { to: `${base}/overlap`, label: s.tabs.overlap },
              { to: `${base}/syncs`, label: s.tabs.syncs },
              { to: `${base}/experiments`, label: s.tabs.experiments },
              { to: `${base}/history`, label: s.tabs.history },
            ]}
          />
          <Routes>
            <Route index element={<Definition key={`${segment.id}-${segment.version}`} segment={segment} />} />
            <Route path="members" element={<Members segment={segment} />} />
            <Route path="overlap" element={<OverlapTab segment={segment} />} />
            <Route path="syncs" element={<SegmentSyncs segment={segment} />} />
            <Route path="experiments" element={<SegmentExperiments segment={segment} />} />
            <Route path="history" element={<History segment={segment} />} />
          </Routes>
        </>
      )}
    </Page>
  );
}
