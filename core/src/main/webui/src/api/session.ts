export interface Session {
  token: string;
  tokenId: number;
  name: string;
  role: Role;
}

export type Role = 'admin' | 'editor' | 'viewer';

const KEY = 'kohorte.session';
const listeners = new Set<() => void>();
let current: Session | null = read();
let endedByServer = false;
let lastName: string | undefined;
let left = false;

function read(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

function change(next: Session | null) {
  current = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach((l) => l());
}

/** The token lives in this tab only: sessionStorage, gone when the tab closes. */
export const session = {
  current: () => current,
  token: () => current?.token,
  ended: () => endedByServer,
  /** who was logged in before, to save typing when a session ends */
  lastName: () => lastName,
  /** whether somebody logged out on purpose: the next one starts at home */
  left: () => left,
  begin(next: Session) {
    endedByServer = false;
    left = false;
    change(next);
  },
  end() {
    endedByServer = true;
    lastName = current?.name;
    change(null);
  },
  leave() {
    endedByServer = false;
    left = true;
    change(null);
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
