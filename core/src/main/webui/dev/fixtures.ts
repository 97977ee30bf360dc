import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import * as data from './data.ts';
import { watch, watchOfFile } from './watch.ts';

type Answer = (match: RegExpMatchArray, url: URL) => unknown;

const page = (items: unknown[]) => ({ items, next: null });
const byId = (list: readonly { id: number }[], id: string | undefined) => list.find((x) => x.id === Number(id));

const routes: [string, RegExp, Answer][] = [
  ['GET', /^\/users\/me$/, () => data.me],
  ['POST', /^\/tokens$/, () => ({ id: 1, name: 'Browser', role: 'admin', token: 'khr_made_up', expiresAt: null })],
  ['GET', /^\/tokens$/, () => page(data.tokens)],
  ['GET', /^\/users$/, () => page(data.users)],
  ['GET', /^\/audit$/, () => page(data.audit)],
  ['GET', /^\/alerts$/, (_, url) => page(data.alerts.filter((a) => url.searchParams.get('state') !== 'firing' || a.state !== 'recovered'))],
  ['GET', /^\/tracking$/, () => data.tracking],
  ['PUT', /^\/tracking$/, () => data.tracking],
  ['POST', /^\/tracking:check$/, () => ({ ok: true })],
  ['GET', /^\/alert-routes$/, () => page(data.alertRoutes)],
  ['PUT', /^\/alert-routes\/(\d+)$/, ([, id]) => byId(data.alertRoutes, id)],
  [
    'POST',
    /^\/alert-routes\/(\d+):test$/,
    ([, id]) => (id === '3' ? { ok: false, problem: { message: 'The receiver answered with status 404.', failures: 1 } } : { ok: true }),
  ],
  ['GET', /^\/catalogue$/, () => data.catalogue],
  ['GET', /^\/sources$/, () => page(data.sources)],
  ['GET', /^\/sources\/(\d+)$/, ([, id]) => byId(data.sources, id)],
  ['POST', /^\/sources$/, () => ({ ...data.sources[2], writeKey: 'wk_7Qk2…made-up' })],
  ['POST', /^\/sources:inspect$/, () => data.inspection],
  ['POST', /^\/sources\/(\d+)\/imports$/, () => ({ id: 2, run: 22, state: 'queued' })],
  ['POST', /^\/sources\/(\d+):read-again$/, () => ({ id: 2, run: 22, state: 'queued' })],
  ['GET', /^\/imports$/, (_, url) => page(data.imports.filter((i) => !url.searchParams.get('source') || i.source === Number(url.searchParams.get('source'))))],
  ['GET', /^\/imports\/(\d+)$/, ([, id]) => byId(data.imports, id)],
  ['GET', /^\/profiles$/, (_, url) => page((url.searchParams.get('q') ?? '').startsWith('x') ? [] : [data.profile, { ...data.profile, id: 107 }])],
  ['GET', /^\/profiles\/(\d+)$/, () => data.profile],
  ['GET', /^\/profiles\/(\d+)\/segments$/, () => page(data.segments.slice(0, 2))],
  ['GET', /^\/profiles\/(\d+)\/why$/, () => data.why],
  ['GET', /^\/sources\/(\d+)\/quality$/, () => page(data.sourceQuality)],
  ['GET', /^\/sources\/(\d+)\/write-keys$/, () => page(data.writeKeys)],
  ['POST', /^\/sources\/(\d+)\/write-keys$/, () => ({ writeKey: 'wk_8Rm3…made-up' })],
  ['GET', /^\/duplicates$/, (_, url) => page(data.duplicates.filter((d) => d.state === url.searchParams.get('state')))],
  ['GET', /^\/duplicates\/settings$/, () => ({ automatic: null })],
  ['POST', /^\/duplicates\/(\d+):(merge|dismiss)$/, ([, id]) => byId(data.duplicates, id)],
  ['GET', /^\/consents$/, () => page(data.consents)],
  ['PUT', /^\/consents$/, () => page(data.consents)],
  ['GET', /^\/suppressions$/, (_, url) => page(url.searchParams.has('profile') ? [] : data.suppressions)],
  ['POST', /^\/suppressions$/, () => ({ added: 1 })],
  ['GET', /^\/experiments$/, () => page(data.experiments)],
  ['GET', /^\/experiments\/(\d+)$/, ([, id]) => byId(data.experiments, id)],
  ['GET', /^\/conversions$/, () => page(data.conversions)],
  [
    'POST',
    /^\/conversions$/,
    () => ({ accepted: 41, duplicates: 3, unknown: 2, invalid: [{ row: 7, field: 'at', code: 'INVALID_TIME', detail: 'The time is ISO 8601.' }] }),
  ],
  ['PUT', /^\/users\/(\d+)$/, ([, id]) => byId(data.users, id)],
  ['GET', /^\/segments$/, () => page(data.segments)],
  ['POST', /^\/segments:estimate$/, () => ({ size: 318, of: 4_338, millis: 6.4 })],
  ['GET', /^\/segments:overlap$/, (_, url) => overlap(url.searchParams.get('ids') ?? '')],
  ['POST', /^\/segments$/, () => data.segments[1]],
  ['GET', /^\/segments\/(\d+)$/, ([, id]) => byId(data.segments, id)],
  ['GET', /^\/segments\/(\d+)\/members$/, () => page(data.members)],
  ['GET', /^\/segments\/(\d+)\/history$/, () => page(data.history)],
  ['POST', /^\/segments\/(\d+):evaluate$/, ([, id]) => byId(data.segments, id)],
  ['GET', /^\/models$/, () => page(data.models)],
  ['GET', /^\/models\/(\d+)$/, ([, id]) => byId(data.models, id)],
  ['GET', /^\/models\/5\/why$/, () => data.contrast],
  ['GET', /^\/models\/9\/why$/, () => data.moneyReasons],
  ['GET', /^\/models\/(\d+)\/why$/, () => data.reasons],
  ['POST', /^\/models:look$/, () => ({ checks: data.seen })],
  ['GET', /^\/models\/(\d+)\/versions$/, () => page(data.versions)],
  ['GET', /^\/models\/7\/watch$/, () => watch],
  ['GET', /^\/models\/13\/watch$/, () => watchOfFile],
  ['GET', /^\/models\/(\d+)\/watch$/, () => ({ latest: null, history: [], floors: watch.floors })],
  ['GET', /^\/models\/5\/versions\/\d+\/report$/, () => data.clusterReport],
  ['GET', /^\/models\/7\/versions\/\d+\/report$/, () => data.predictionReport],
  ['GET', /^\/models\/9\/versions\/\d+\/report$/, () => data.valueReport],
  ['GET', /^\/models\/11\/versions\/\d+\/report$/, () => data.upliftReport],
  ['GET', /^\/models\/13\/versions\/\d+\/report$/, () => data.externalReport],
  ['GET', /^\/models\/13\/file$/, () => data.modelFile],
  ['GET', /^\/models\/9\/customers\/\d+$/, () => ({ withinDays: 365, purchases: 1.4, money: 52.1, alive: 0.71, givesReasons: true })],
  ['GET', /^\/connectors$/, () => page(data.connectors)],
  ['GET', /^\/destinations$/, () => page(data.destinations)],
  ['GET', /^\/destinations\/(\d+)$/, ([, id]) => byId(data.destinations, id)],
  ['PUT', /^\/destinations\/(\d+)$/, ([, id]) => byId(data.destinations, id)],
  [
    'POST',
    /^\/destinations\/(\d+):check$/,
    () => ({ ok: false, problems: [{ pointer: '/clientSecret', code: 'CREDENTIALS_REJECTED', message: 'Salesforce does not accept this secret.' }] }),
  ],
  ['GET', /^\/syncs$/, () => page(data.syncs)],
  ['GET', /^\/syncs\/(\d+)$/, ([, id]) => byId(data.syncs, id)],
  ['GET', /^\/syncs\/(\d+)\/runs$/, ([, id]) => page(data.runs.filter((r) => r.kind === 'sync' && r.subject === Number(id)))],
  ['GET', /^\/syncs\/(\d+)\/rejected$/, () => data.rejected],
  ['POST', /^\/syncs\/(\d+):dry-run$/, () => data.dryRun],
  ['POST', /^\/syncs\/(\d+):undo-dry-run$/, () => ({ effect: data.dryRun, changed: 12, overtaken: 2, overtakenSample: [7, 11] })],
  ['POST', /^\/syncs\/(\d+):undo$/, () => ({ run: 44 })],
  ['POST', /^\/syncs\/(\d+):run$/, () => ({ run: 44 })],
  ['GET', /^\/runs$/, (_, url) => page(data.runs.filter((r) => !url.searchParams.get('kind') || r.kind === url.searchParams.get('kind')))],
  ['GET', /^\/runs\/(\d+)$/, ([, id]) => byId(data.runs, id)],
];

function overlap(ids: string) {
  const list = ids.split(',').map(Number);
  const sizes = list.map((id) => data.segments.find((s) => s.id === id)?.size ?? 0);
  return { ids: list, sizes, overlap: sizes.map((a, i) => sizes.map((b, j) => (i === j ? a : Math.round(Math.min(a, b) * (0.15 + ((i + j) % 4) * 0.2))))) };
}

function answer(request: IncomingMessage, response: ServerResponse, next: () => void) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/v1')) return next();
  const path = url.pathname.slice('/api/v1'.length);
  request.resume();
  for (const [method, pattern, make] of routes) {
    const match = request.method === method ? pattern.exec(path) : null;
    if (!match) continue;
    const body = make(match, url);
    if (body === undefined) break;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
    return;
  }
  response.statusCode = 404;
  response.setHeader('content-type', 'application/problem+json');
  response.end(JSON.stringify({ code: 'NOT_FOUND_HERE', detail: `No made-up answer for ${request.method} ${path}.`, nextStep: 'Add one in dev/fixtures.ts.' }));
}

/** Answers /api/v1 from data.ts. Only the fixture server uses it. */
export const fixtures = (): Plugin => ({
  name: 'kohorte-fixtures',
  configureServer: (server) => void server.middlewares.use(answer),
});
