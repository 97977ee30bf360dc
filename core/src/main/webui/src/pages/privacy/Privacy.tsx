import { suppressions } from '../../api/consents';
import { Listing, Table, usePages } from '../../design/Listing';
import { Page } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Suppress } from './Suppress';

/** Who must never be sent, whatever segment they are in. */
export function Privacy() {
  const { t, f } = useI18n();
  const p = t.privacy;
  const mayEdit = useMay('editor');
  const { query, items } = usePages(['suppressions'], suppressions.list);
  return (
    <Page title={p.title} intro={p.intro}>
      {mayEdit && <Suppress />}
      <section className="stack">
        <h2>{p.suppressed}</h2>
        <Listing query={query} count={items.length} empty={{ title: p.none, text: p.noneText }}>
          <Table columns={[{ label: p.identifier }, { label: p.reason }, { label: p.since }, { label: t.common.actions, hidden: true }]}>
            {items.map((item) => (
              <tr key={item.namespace + item.value}>
                <td>
                  <div>
                    <strong className="break">{item.value}</strong>
                    <div className="small muted">{wordFor(t.imports.namespaces, item.namespace)}</div>
                  </div>
                </td>
                <td data-label={p.reason} className="break">
                  {item.reason}
                </td>
                <td data-label={p.since} className="nowrap">
                  {f.date(item.at)}
                </td>
                <td className="right">
                  {mayEdit && (
                    <Removal
                      inList
                      label={p.lift}
                      title={p.liftTitle(item.value)}
                      text={p.liftText}
                      remove={() => suppressions.lift(item)}
                      from="suppressions"
                    />
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </Listing>
      </section>
    </Page>
  );
}
