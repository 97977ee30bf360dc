import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sources } from '../../api/sources';
import { Button } from '../../design/Button';
import { Listing, Table } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Removal } from '../../design/Removal';
import { Secret } from '../../design/Secret';
import { useI18n } from '../../i18n';
import { StreamSnippet } from './StreamSnippet';

/** The keys that websites and apps write with: a second one replaces the first without a gap. */
export function WriteKeys({ source, mayEdit }: { source: number; mayEdit: boolean }) {
  const { t, f } = useI18n();
  const m = t.imports;
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['write-keys', source], queryFn: () => sources.writeKeys(source) });
  const create = useMutation({
    mutationFn: () => sources.addWriteKey(source),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['write-keys', source] }),
  });
  const keys = query.data?.items ?? [];
  const more = mayEdit && (
    <Button icon="plus" busy={create.isPending} onClick={() => create.mutate()}>
      {m.keyMore}
    </Button>
  );
  return (
    <>
      {create.data && <Secret title={m.keyTitle} text={m.keyText} secret={create.data.writeKey} />}
      <ProblemNotice error={create.error} />
      <section className="stack">
        <div className="row between">
          <h2>{m.keys}</h2>
          {keys.length > 0 && more}
        </div>
        <Listing query={query} count={keys.length} empty={{ title: m.keysNone, text: m.keysNoneText, action: more }}>
          <Table columns={[{ label: m.key }, { label: t.settings.createdAt }, { label: t.common.actions, hidden: true }]}>
            {keys.map((key) => (
              <tr key={key.id}>
                <td className="mono">…{key.hint}</td>
                <td data-label={t.settings.createdAt}>{f.dateTime(key.createdAt)}</td>
                <td className="right">
                  {mayEdit && (
                    <Removal
                      inList
                      label={t.settings.revoke}
                      title={t.settings.revokeTitle(`…${key.hint}`)}
                      text={m.keyRevokeText}
                      remove={() => sources.removeWriteKey(source, key.id)}
                      from="write-keys"
                    />
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </Listing>
      </section>
      <StreamSnippet {...(create.data ? { writeKey: create.data.writeKey } : {})} />
    </>
  );
}
