import { get, post, put, remove } from './http';

/** The MLflow server that is told of trainings. */
export interface Tracking {
  url: string;
  experiment: string;
  user: string | null;
  /** masked */
  token: string | null;
  /** versions it has not been told of */
  owed: number;
  reportedAt: string | null;
  problem: string | null;
}

export interface TrackingDraft {
  url: string;
  experiment: string;
  user: string;
  token: string;
}

export const tracking = {
  show: async () => (await get<Tracking | undefined>('/tracking')) ?? null,
  save: (draft: TrackingDraft) => put<Tracking>('/tracking', draft),
  forget: () => remove('/tracking'),
  check: () => post<{ ok: boolean; problem?: string }>('/tracking:check'),
};
