import { expect, test } from 'vitest';
import { codes as german } from './de/codes';
import { codes as english } from './en/codes';

const explanations = import.meta.glob<string>('../../../../../../segment-sync/src/main/resources/io/kohorte/segmentsync/explanations*.properties', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The engine explains its codes itself; here the same words serve pages that only know the code. */
test.skipIf(Object.keys(explanations).length === 0).each([
  ['explanations.properties', english],
  ['explanations_de.properties', german],
] as const)('every code of %s is said in the same words', (file, codes) => {
  const text = Object.entries(explanations).find(([path]) => path.endsWith(`/${file}`))?.[1] ?? '';
  const lines = text
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()] as const);
  const said = Object.entries(codes).flatMap(([code, { sentence, nextStep }]) => [
    [code, sentence],
    [`${code}.next`, nextStep],
  ]);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(lines));
});
