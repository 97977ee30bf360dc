import { segments, type Segment } from '../../api/segments';
import { Listing, usePages } from '../../design/Listing';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { PeopleTable } from '../customers/PeopleTable';
import { AddToList } from './AddToList';

export function Members({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const { query, items } = usePages(['members', segment.id, segment.version], (cursor) => segments.members(segment.id, cursor));
  return (
    <div className="stack">
      {segment.kind === 'list' && mayEdit && <AddToList segment={segment} />}
      <Listing query={query} count={items.length} empty={{ title: s.noMembers, text: segment.kind === 'list' ? s.noMembersList : s.noMembersText }}>
        <PeopleTable people={items} />
      </Listing>
    </div>
  );
}
