import { Navigate, Route, Routes } from 'react-router';
import { Page, Tabs } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { AuditLog } from './AuditLog';
import { Password } from './Password';
import { RouteList } from './RouteList';
import { TokenList } from './TokenList';
import { TrackingCard } from './TrackingCard';
import { UserList } from './UserList';

export function Settings() {
  const { t } = useI18n();
  const s = t.settings;
  const isAdmin = useMay('admin');
  return (
    <Page title={s.title}>
      <Tabs
        tabs={[
          { to: '/settings', label: s.tabs.tokens, end: true },
          ...(isAdmin
            ? [
                { to: '/settings/users', label: s.tabs.users },
                { to: '/settings/alerts', label: s.tabs.alerts },
                { to: '/settings/tracking', label: s.tabs.tracking },
                { to: '/settings/audit', label: s.tabs.audit },
              ]
            : []),
          { to: '/settings/password', label: s.tabs.password },
        ]}
      />
      <Routes>
        <Route index element={<TokenList />} />
        {isAdmin && <Route path="users" element={<UserList />} />}
        {isAdmin && <Route path="alerts" element={<RouteList />} />}
        {isAdmin && <Route path="tracking" element={<TrackingCard />} />}
        {isAdmin && <Route path="audit" element={<AuditLog />} />}
        <Route path="password" element={<Password />} />
        <Route path="*" element={<Navigate to="/settings" replace />} />
      </Routes>
    </Page>
  );
}
