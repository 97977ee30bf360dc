import { ProblemError, type Problem } from './problem';
import { session } from './session';

export const base = '/api/v1';

export interface Page<T> {
  items: T[];
  next: string | null;
}

type Query = Record<string, string | number | boolean | undefined | null>;

interface Call {
  query?: Query;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return base + path + (text ? `?${text}` : '');
}

export function authorization(): Record<string, string> {
  const token = session.token();
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Safe on plain http too, where crypto.randomUUID does not exist. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

export async function problemOf(response: { status: number; text(): Promise<string> }): Promise<Problem> {
  const text = await response.text();
  try {
    const parsed = JSON.parse(text) as Partial<Problem> & { violations?: { field?: string; message?: string }[] };
    const problem: Problem = { ...parsed, status: response.status, code: parsed.code ?? `http-${response.status}` };
    if (parsed.violations && !problem.errors) {
      problem.errors = parsed.violations.map((v) => ({ pointer: `/${v.field ?? ''}`, detail: v.message ?? '' }));
    }
    return problem;
  } catch {
    return { status: response.status, code: `http-${response.status}` };
  }
}

export async function call<T>(method: string, path: string, { query, json, body, headers, signal }: Call = {}): Promise<T> {
  const response = await fetch(url(path, query), {
    method,
    // Otherwise the browser would answer a refusal with its own password dialog.
    credentials: 'omit',
    headers: {
      Accept: 'application/json',
      'Accept-Language': document.documentElement.lang || 'en',
      ...authorization(),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'POST' ? { 'Idempotency-Key': freshKey() } : {}),
      ...headers,
    },
    body: json === undefined ? (body ?? null) : JSON.stringify(json),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) {
    // A wrong current password answers 401 as well; only a token that no longer works ends the session.
    if (response.status === 401 && session.token() && !headers?.['Authorization']) session.end();
    throw new ProblemError(await problemOf(response));
  }
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  call<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
/** As many as the server gives at once. */
const LARGEST_PAGE = 500;

/** A list to choose from or to look something up in, whole: one page of it would hide what stands further down. */
export async function all<T>(path: string): Promise<Page<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get<Page<T>>(path, { limit: LARGEST_PAGE, cursor });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return { items, next: null };
}

export const post = <T>(path: string, json?: unknown, signal?: AbortSignal) =>
  call<T>('POST', path, { ...(json === undefined ? {} : { json }), ...(signal ? { signal } : {}) });
export const put = <T>(path: string, json: unknown) => call<T>('PUT', path, { json });
export const remove = (path: string) => call<void>('DELETE', path);

/** Saves what is answered as a file: a link could not say who asks. */
export async function download(path: string, query: Query, filename: string): Promise<void> {
  const response = await fetch(url(path, query), { credentials: 'omit', headers: authorization() });
  if (!response.ok) throw new ProblemError(await problemOf(response));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}

/** Large files: XMLHttpRequest, because fetch cannot tell how much of a body has left. */
export function upload<T>(path: string, query: Query, file: Blob, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url(path, query));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Idempotency-Key', freshKey());
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => onProgress(e.lengthComputable ? e.loaded / e.total : 0);
    request.onerror = () => reject(new TypeError('unreachable'));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else {
        void problemOf({ status: request.status, text: () => Promise.resolve(request.responseText) }).then((p) => reject(new ProblemError(p)));
      }
    };
    request.send(file);
  });
}
