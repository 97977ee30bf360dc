import { authorization, problemOf, url } from './http';
import { ProblemError } from './problem';

export interface ServerEvent {
  event: string;
  data: string;
}

/** Splits what arrived into whole events and the rest (WHATWG server-sent events, the parts we use). */
export function cutEvents(buffer: string): { events: ServerEvent[]; rest: string } {
  const blocks = buffer.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  const events: ServerEvent[] = [];
  for (const block of blocks) {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('event:')) event = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
    if (data.length) events.push({ event, data: data.join('\n') });
  }
  return { events, rest };
}

/** EventSource cannot carry an Authorization header, and a token in a URL would end in logs: so fetch it is. */
export async function listen(path: string, onEvent: (event: ServerEvent) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch(url(path), { credentials: 'omit', headers: { Accept: 'text/event-stream', ...authorization() }, signal });
  if (!response.ok || !response.body) throw new ProblemError(await problemOf(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    const cut = cutEvents(buffer + (value ?? '') + (done ? '\n\n' : ''));
    buffer = cut.rest;
    cut.events.forEach(onEvent);
    if (done) return;
  }
}
