import { useSearchParams } from 'react-router';
import { Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { SyncForm } from './SyncForm';

export function NewSync() {
  const { t } = useI18n();
  const [search] = useSearchParams();
  const segment = Number(search.get('segment') ?? 0);
  return (
    <Page title={t.syncs.newTitle} back={{ to: '/syncs', label: t.syncs.title }}>
      <SyncForm segments={segment ? [segment] : []} destination={Number(search.get('destination') ?? 0)} />
    </Page>
  );
}
