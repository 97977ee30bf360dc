import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { alertRoutes, type AlertRoute } from '../../api/alerts';
import { Button } from '../../design/Button';
import { Listing, Table } from '../../design/Listing';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Removal } from '../../design/Removal';
import { useToast } from '../../design/Toasts';
import { useI18n, wordFor } from '../../i18n';
import { RouteDialog } from './RouteDialog';

/** Whom to tell of alerts, and how that goes. */
export function RouteList() {
  const { t } = useI18n();
  const a = t.alerts;
  const [editing, setEditing] = useState<AlertRoute | 'new'>();
  const query = useQuery({ queryKey: ['alert-routes'], queryFn: alertRoutes.list, refetchInterval: 15_000 });
  const routes = query.data?.items ?? [];
  const test = useTest();
  const add = (
    <Button look="primary" icon="plus" onClick={() => setEditing('new')}>
      {a.newRoute}
    </Button>
  );
  return (
    <div className="stack wide">
      <div className="row between">
        <p className="muted grow">{a.routesIntro}</p>
        {routes.length > 0 && add}
      </div>
      <ProblemNotice error={test.error} />
      {test.data?.answer.ok === false && (
        <Notice tone="bad" title={a.notTested(test.data.route.name)}>
          <span>{test.data.answer.problem?.message}</span>
        </Notice>
      )}
      <Listing query={query} count={routes.length} empty={{ title: a.routesNone, text: a.routesNoneText, action: add }}>
        <Table columns={[{ label: t.common.name }, { label: a.wants }, { label: a.delivery }, { label: t.common.actions, hidden: true }]}>
          {routes.map((route) => (
            <tr key={route.id}>
              <td>
                <div>
                  <strong className="break">{route.name}</strong>
                  <div className="small muted">{wordFor(a.kinds, route.kind)}</div>
                </div>
              </td>
              <td data-label={a.wants}>
                <div>
                  {wordFor(a.severities, route.severity)}
                  <div className="small muted">{wordFor(a.languages, route.language)}</div>
                </div>
              </td>
              <td data-label={a.delivery}>
                <Standing route={route} />
              </td>
              <td className="right">
                <span className="row keep end">
                  <Button small title={a.testHint} busy={test.isPending && test.variables.id === route.id} onClick={() => test.mutate(route)}>
                    {a.test}
                  </Button>
                  <Button small onClick={() => setEditing(route)}>
                    {t.common.edit}
                  </Button>
                  <Removal
                    inList
                    label={t.common.remove}
                    title={a.removeTitle(route.name)}
                    text={a.removeText}
                    remove={() => alertRoutes.remove(route.id)}
                    from="alert-routes"
                  />
                </span>
              </td>
            </tr>
          ))}
        </Table>
      </Listing>
      {editing && <RouteDialog route={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </div>
  );
}

function useTest() {
  const { t } = useI18n();
  const say = useToast();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (route: AlertRoute) => ({ route, answer: await alertRoutes.test(route.id) }),
    onSuccess: ({ route, answer }) => {
      if (answer.ok) say(t.alerts.tested(route.name));
      void cache.invalidateQueries({ queryKey: ['alert-routes'] });
    },
  });
}

function Standing({ route }: { route: AlertRoute }) {
  const { t, f } = useI18n();
  const a = t.alerts;
  return (
    <div>
      {route.problem ? <span className="break">{route.problem.message}</span> : route.lastSentAt ? a.sent(f.ago(route.lastSentAt)) : a.neverSent}
      {route.owed > 0 && <div className="small muted">{a.owed(route.owed)}</div>}
    </div>
  );
}
