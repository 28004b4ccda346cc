/** In which casing a request speaks, and in which it wants its answer: a parameter of the type. */
import { isCasing } from '@evertill/contract';
import type { Casing } from '@evertill/contract';

/** `application/json; casing=nexis`; undefined for a casing that is not known. */
export function bodyCasingOf(contentType: string | undefined): Casing | undefined {
  return knownCasing(parametersOf(contentType ?? '').get('casing'));
}

const json = new Set(['application/json', 'application/problem+json', 'application/*', '*/*']);

/**
 * The casing of the media range that weighs most; undefined where JSON is asked for in casings
 * alone that are not known. Who asks for something else than JSON gets what there is.
 */
export function answerCasingOf(accept: string | undefined): Casing | undefined {
  if (accept === undefined || !/casing/i.test(accept)) return 'native';
  const ranges = accept
    .split(',')
    .map((range) => ({ type: typeOf(range), parameters: parametersOf(range) }))
    .filter(({ type }) => json.has(type))
    .map(({ parameters }) => ({
      casing: knownCasing(parameters.get('casing')),
      weight: Number(parameters.get('q') ?? 1),
    }))
    .filter(({ weight }) => weight > 0);
  if (ranges.length === 0) return 'native';
  return ranges
    .filter(({ casing }) => casing !== undefined)
    .toSorted((one, other) => other.weight - one.weight)[0]?.casing;
}

export function mediaTypeIn(casing: Casing, type: string): string {
  return `${type}; ${casing === 'native' ? '' : `casing=${casing}; `}charset=utf-8`;
}

function knownCasing(text: string | undefined): Casing | undefined {
  if (text === undefined) return 'native';
  return isCasing(text) ? text : undefined;
}

function typeOf(range: string): string {
  return (range.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function parametersOf(range: string): ReadonlyMap<string, string> {
  const [, ...parts] = range.split(';');
  return new Map(
    parts.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2);
      return [
        name.trim().toLowerCase(),
        value
          .trim()
          .replace(/^"(.*)"$/, '$1')
          .toLowerCase(),
      ];
    }),
  );
}
