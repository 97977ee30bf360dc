import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { all } from './http';

const asked: string[] = [];

/** A server that gives two rows a page. */
function answer(address: string): Response {
  asked.push(address);
  const cursor = Number(new URL(address, 'http://localhost').searchParams.get('cursor') ?? 0);
  return Response.json({ items: [cursor + 1, cursor + 2], next: cursor < 4 ? String(cursor + 2) : null });
}

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(answer(address)));
});

afterEach(() => vi.unstubAllGlobals());

test('a list to choose from has what stands on every page, in order', async () => {
  expect(await all<number>('/segments')).toEqual({ items: [1, 2, 3, 4, 5, 6], next: null });
});

test('it asks for as much as the server gives at once, and follows its cursor', async () => {
  await all<number>('/segments');
  expect(asked).toEqual(['/api/v1/segments?limit=500', '/api/v1/segments?limit=500&cursor=2', '/api/v1/segments?limit=500&cursor=4']);
});
