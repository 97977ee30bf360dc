/** What the server says when something is wrong (RFC 9457), one sentence and one next step. */
export interface Problem {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  nextStep?: string;
  pointer?: string;
  errors?: { pointer?: string; code?: string; detail?: string }[];
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = 'ProblemError';
  }
}

/** Network gone, proxy in between, a page of HTML: everything becomes a problem that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TypeError) return { status: 0, code: 'unreachable' };
  return { status: 0, code: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}

/** What belongs to one field: `/settings/url` marks the field `url` of the settings. What is wrong with it, and what to do. */
export function sentenceFor(error: unknown, pointer: string): string | undefined {
  if (!error) return undefined;
  const problem = toProblem(error);
  const match = problem.errors?.find((e) => e.pointer === pointer);
  if (match) return match.detail ?? problem.detail;
  return problem.pointer === pointer ? [problem.detail, problem.nextStep].filter(Boolean).join(' ') : undefined;
}

/** Whether everything that is wrong is said at these fields, so that it need not be said once more. */
export const isSaidAt = (problem: Problem, pointers: string[]): boolean =>
  problem.errors?.length ? problem.errors.every((e) => pointers.includes(e.pointer ?? '')) : pointers.includes(problem.pointer ?? '-');
