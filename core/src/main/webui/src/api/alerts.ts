import { all, get, post, put, remove, type Page } from './http';

export type Severity = 'warning' | 'error';
export type RouteKind = 'email' | 'webhook' | 'slack';

/** What is or was wrong. Its sentences come in the language of whoever asks. */
export interface Alert {
  id: number;
  kind: string;
  severity: Severity;
  /** `recovering`: seems to be over, and has recovered if it stays so */
  state: 'firing' | 'recovering' | 'recovered';
  subject: { kind: string; id: number; name: string };
  sentence: string;
  reason: string | null;
  nextStep: string;
  /** the page where it is seen and mended */
  link: string;
  firedAt: string;
  recoveredAt: string | null;
}

export interface RouteDraft {
  name: string;
  kind: RouteKind;
  severity: Severity;
  language: string;
  settings: Record<string, unknown>;
}

/** Whom to tell. */
export interface AlertRoute extends RouteDraft {
  id: number;
  owed: number;
  lastSentAt: string | null;
  problem: { message: string; failures: number; tryAgainAt: string | null } | null;
}

export const alerts = {
  firing: () => get<Page<Alert>>('/alerts', { state: 'firing', limit: 100 }),
  list: (cursor?: string) => get<Page<Alert>>('/alerts', { cursor }),
};

export const alertRoutes = {
  list: () => all<AlertRoute>('/alert-routes'),
  create: (route: RouteDraft) => post<AlertRoute>('/alert-routes', route),
  change: (id: number, route: RouteDraft) => put<AlertRoute>(`/alert-routes/${id}`, route),
  remove: (id: number) => remove(`/alert-routes/${id}`),
  test: (id: number) => post<{ ok: boolean; problem?: { message: string } }>(`/alert-routes/${id}:test`),
};
