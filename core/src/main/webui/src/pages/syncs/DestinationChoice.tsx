import type { ReactNode } from 'react';
import type { Connector, Destination } from '../../api/destinations';
import type { SyncDraft } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { Empty } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';

interface Props {
  all: Destination[];
  kinds: Connector[];
  draft: SyncDraft;
  onChange: (part: Partial<SyncDraft>) => void;
  /** settings of the audience at the chosen one */
  children: ReactNode;
}

export function DestinationChoice({ all, kinds, draft, onChange, children }: Props) {
  const { t } = useI18n();
  const mayConnect = useMay('admin');
  if (all.length === 0) {
    return (
      <Empty
        title={t.destinations.emptyTitle}
        action={
          mayConnect && (
            <ButtonLink to="/destinations/new" look="primary" icon="plus">
              {t.destinations.create}
            </ButtonLink>
          )
        }
      >
        {mayConnect ? t.destinations.emptyText : t.destinations.adminOnly}
      </Empty>
    );
  }
  return (
    <div className="stack">
      <div className="choices">
        {all.map((x) => (
          <label key={x.id} className="choice">
            <input
              type="radio"
              name="destination"
              checked={draft.destination === x.id}
              onChange={() => onChange({ destination: x.id, audience: {}, matchKey: '' })}
            />
            <strong>{x.name}</strong>
            <span className="hint">{kinds.find((k) => k.id === x.connector)?.name}</span>
          </label>
        ))}
      </div>
      {children}
    </div>
  );
}
