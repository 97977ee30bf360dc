import type { Segment } from '../../api/segments';
import type { SyncDraft } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { Empty } from '../../design/Page';
import { useI18n } from '../../i18n';

interface Props {
  all: Segment[];
  draft: SyncDraft;
  onChange: (part: Partial<SyncDraft>) => void;
}

export function SegmentChoice({ all, draft, onChange }: Props) {
  const { t } = useI18n();
  if (all.length === 0) {
    return (
      <Empty
        title={t.segments.emptyTitle}
        action={
          <ButtonLink to="/segments/new" look="primary" icon="plus">
            {t.segments.create}
          </ButtonLink>
        }
      >
        {t.syncs.needsSegment}
      </Empty>
    );
  }
  return (
    <div className="choices">
      {all.map((x) => (
        <label key={x.id} className="choice">
          <input
            type="checkbox"
            checked={draft.segments.includes(x.id)}
            onChange={(e) => onChange({ segments: e.target.checked ? [...draft.segments, x.id] : draft.segments.filter((o) => o !== x.id) })}
          />
          <span className="row between">
            <strong>{x.name}</strong>
            <span className="muted num">{t.common.members(x.size)}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
