import { alerts } from '../../api/alerts';
import { Listing, usePages } from '../../design/Listing';
import { Card, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { AlertLine } from './AlertLine';

/** Everything that is wrong and was, latest first. */
export function Alerts() {
  const { t } = useI18n();
  const a = t.alerts;
  const { query, items } = usePages(['alerts', 'all'], alerts.list, { refetchInterval: 15_000 });
  return (
    <Page title={a.title} intro={a.intro} back={{ to: '/', label: t.shell.home }}>
      <Listing query={query} count={items.length} empty={{ title: a.none, text: a.noneText }}>
        <Card flush>
          <ul>
            {items.map((alert) => (
              <AlertLine key={alert.id} alert={alert} />
            ))}
          </ul>
        </Card>
      </Listing>
    </Page>
  );
}
