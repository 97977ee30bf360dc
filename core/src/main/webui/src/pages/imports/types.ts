const PATTERNS: [RegExp, string][] = [
  [/int|double|float|decimal|numeric|number|real/i, 'number'],
  [/timestamp|date|time/i, 'time'],
  [/bool|flag/i, 'flag'],
  [/char|string|text|uuid/i, 'text'],
];

/** The file reader names types as databases do; people read a word. */
export function typeWord(words: Readonly<Record<string, string>>, type: string): string {
  const kind = PATTERNS.find(([pattern]) => pattern.test(type))?.[1];
  return (kind && words[kind]) ?? type.toLowerCase();
}
