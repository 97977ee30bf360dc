import { call, get, post, put, remove, type Page } from './http';
import type { Role, Session } from './session';

export interface Me {
  name: string;
  role: Role;
  passwordGenerated: boolean;
}

export interface Token {
  id: number;
  name: string;
  role: Role;
  token?: string;
  createdAt?: string;
  expiresAt: string | null;
  lastUsedAt?: string | null;
}

export interface User {
  id: number;
  name: string;
  role: Role;
  createdAt?: string;
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  outcome: string;
  address: string;
}

/** Basic credentials are used once, to fetch a token that ends after twelve hours. */
export async function logIn(name: string, password: string): Promise<Session> {
  const credentials = new TextEncoder().encode(`${name}:${password}`);
  const headers = { Authorization: `Basic ${btoa(String.fromCharCode(...credentials))}` };
  const me = await call<Me>('GET', '/users/me', { headers });
  const token = await call<Token>('POST', '/tokens', { headers, json: { name: 'Browser', role: me.role, expiresIn: 'PT12H' } });
  return { token: token.token ?? '', tokenId: token.id, name: me.name, role: me.role };
}

export const access = {
  me: () => get<Me>('/users/me'),
  changePassword: (current: string, next: string) => put<void>('/users/me/password', { current, new: next }),
  users: () => get<Page<User>>('/users'),
  addUser: (user: { name: string; role: Role; password: string }) => post<User>('/users', user),
  changeUser: (id: number, change: { role: Role; password?: string }) => put<User>(`/users/${id}`, change),
  removeUser: (id: number) => remove(`/users/${id}`),
  tokens: () => get<Page<Token>>('/tokens', { limit: 200 }),
  addToken: (token: { name: string; role: Role; expiresIn?: string }) => post<Token>('/tokens', token),
  removeToken: (id: number) => remove(`/tokens/${id}`),
  audit: (cursor?: string) => get<Page<AuditEntry>>('/audit', { limit: 50, cursor }),
};
