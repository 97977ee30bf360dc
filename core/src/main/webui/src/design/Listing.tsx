import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page } from '../api/http';
import { useI18n } from '../i18n';
import { Button } from './Button';
import { ProblemNotice } from './Notice';
import { Card, Empty, Loading } from './Page';

/** A list that comes page by page, as one list. */
export function usePages<T>(
  queryKey: QueryKey,
  fetch: (cursor: string | undefined) => Promise<Page<T>>,
  more: { refetchInterval?: number; gcTime?: number } = {},
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    ...more,
  });
  return { query, items: query.data?.pages.flatMap((p) => p.items) ?? [] };
}

interface Query {
  error: unknown;
  isPending: boolean;
  isSuccess: boolean;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => Promise<unknown>;
}

interface Props {
  query: Query;
  count: number;
  /** what this place is for, while there is nothing */
  empty: { title: string; text: string; action?: ReactNode };
  children: ReactNode;
}

/** Every list of the product: what went wrong, that it loads, that there is nothing yet, the rows, and more of them. */
export function Listing({ query, count, empty, children }: Props) {
  const { t } = useI18n();
  return (
    <>
      <ProblemNotice error={query.error} />
      {query.isPending && !query.error && <Loading />}
      {query.isSuccess && count === 0 && (
        <Card flush>
          <Empty title={empty.title} action={empty.action}>
            {empty.text}
          </Empty>
        </Card>
      )}
      {count > 0 && children}
      {query.hasNextPage && (
        <div className="row">
          <Button onClick={() => void query.fetchNextPage?.()} busy={query.isFetchingNextPage ?? false}>
            {t.common.more}
          </Button>
        </div>
      )}
    </>
  );
}

export interface Column {
  label: ReactNode;
  right?: boolean;
  /** read out, but not shown */
  hidden?: boolean;
}

/** A table that becomes a list of small cards on a narrow screen. */
export function Table({ columns, compact, children }: { columns: Column[]; compact?: boolean; children: ReactNode }) {
  return (
    <Card flush>
      <div className="table-wrap">
        <table className={compact ? 'table stacking compact' : 'table stacking'}>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={i} className={column.right ? 'right' : undefined}>
                  {column.hidden ? <span className="sr">{column.label}</span> : column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </Card>
  );
}
