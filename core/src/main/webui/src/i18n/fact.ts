import type { Format } from './format';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** What we know of a customer as a person reads it: days and times in the reader's way; what only looks like one stays as it is. */
export const factFor = (words: { yes: string; no: string }, f: Pick<Format, 'date' | 'dateTime'>) => (value: unknown): string => {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  if (DAY.test(text)) return isDay(text) ? f.date(text) : text;
  return TIME.test(text) && !Number.isNaN(Date.parse(text)) ? f.dateTime(text) : text;
};

/** No 30th of February, which would show as a day in March. */
function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}
