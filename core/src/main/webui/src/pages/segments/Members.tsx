import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { segments, type Segment } from '../../api/segments';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

const SHOWN_TRAITS = 4;

export function Members({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const query = useInfiniteQuery({
    queryKey: ['members', segment.id, segment.version],
    queryFn: ({ pageParam }) => segments.members(segment.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const members = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <div className="stack">
      {segment.kind === 'list' && mayEdit && <AddToList segment={segment} />}
      <Card flush>
        <ProblemNotice error={query.error} />
        {query.isPending && <Loading />}
        {query.data && members.length === 0 && <p className="empty muted">{s.noMembers}</p>}
        {members.length > 0 && (
          <div className="table-wrap">
            <table className="table stacking">
              <thead>
                <tr>
                  <th>{s.profile}</th>
                  <th>{s.identities}</th>
                  <th>{s.traits}</th>
                </tr>
              </thead>
              <tbody>
                {members.map((m) => (
                  <tr key={m.profile} className="link">
                    <td>
                      <Link className="title num" to={`/customers/${m.profile}`}>
                        #{m.profile}
                      </Link>
                    </td>
                    <td data-label={s.identities} className="break small">
                      {Object.values(m.identities).join(', ')}
                    </td>
                    <td data-label={s.traits} className="small muted break">
                      {Object.entries(m.traits)
                        .slice(0, SHOWN_TRAITS)
                        .map(([name, value]) => `${name}: ${String(value)}`)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
      {query.hasNextPage && (
        <div className="row">
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {t.common.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function AddToList({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const cache = useQueryClient();
  const say = useToast();
  const [namespace, setNamespace] = useState('email');
  const [text, setText] = useState('');
  const values = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const add = useMutation({
    mutationFn: () =>
      segments.addMembers(
        segment.id,
        values.map((value) => ({ namespace, value })),
      ),
    onSuccess: (answer) => {
      setText('');
      say(s.addedToList(answer.added));
      void cache.invalidateQueries();
    },
  });
  return (
    <Card>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate();
        }}
      >
        <Field label={s.identifierKind}>
          {(w) => (
            <select {...w} className="select" value={namespace} onChange={(e) => setNamespace(e.target.value)}>
              {['email', 'customer_id', 'phone', 'user_id', 'external_id'].map((n) => (
                <option key={n} value={n}>
                  {wordFor(t.imports.namespaces, n)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={s.identifiers}>{(w) => <textarea {...w} className="textarea" value={text} onChange={(e) => setText(e.target.value)} />}</Field>
        <ProblemNotice error={add.error} />
        {!!add.data?.unknown.length && <Notice tone="warn">{s.unknown(add.data.unknown.length)}</Notice>}
        <div>
          <Button type="submit" look="primary" disabled={values.length === 0} busy={add.isPending}>
            {s.addToList}
          </Button>
        </div>
      </form>
    </Card>
  );
}
