import { useSyncExternalStore } from 'react';
import { session, type Role } from '../api/session';

export const useSession = () => useSyncExternalStore(session.subscribe, session.current);

const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/** Whether the person may do what this role may; the server decides, this only hides what would be refused. */
export function useMay(role: Role): boolean {
  const current = useSession();
  return current !== null && RANK[current.role] >= RANK[role];
}
