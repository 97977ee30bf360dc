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

/** The sentences that belong to one field: `/settings/url` marks the field `url` of the settings. */
export function sentenceFor(problem: Problem | undefined, pointer: string): string | undefined {
  if (!problem) return undefined;
  const match = problem.errors?.find((e) => e.pointer === pointer);
  if (match) return match.detail ?? problem.detail;
  return problem.pointer === pointer ? problem.detail : undefined;
}
