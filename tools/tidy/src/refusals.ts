/** Every refusal is given somewhere in the product, and provoked by some test. */
import { isTest } from './rule.ts';
import type { Rule, Tree } from './rule.ts';
import { unprovoked } from './unprovoked.ts';

const TABLES: ReadonlySet<string> = new Set([
  'packages/contract/src/refusals.ts',
  'packages/contract/src/trade-refusals.ts',
]);

/** The codes of the table, each with its line. */
function codesOf(text: string): readonly { readonly code: string; readonly line: number }[] {
  const begin = text.search(/export const (?:refusals|tradeRefusals) = \{/);
  if (begin < 0) return [];
  const end = text.indexOf('} as const', begin);
  const first = text.slice(0, begin).split('\n').length;
  return text
    .slice(begin, end)
    .split('\n')
    .flatMap((line, index) => {
      const code = /^ {2}([a-z_]+): \{/.exec(line)?.[1];
      return code === undefined ? [] : [{ code, line: first + index }];
    });
}

function occursIn(tree: Tree, code: string, isPlace: (path: string) => boolean): boolean {
  const word = new RegExp(`['"\`\\s]${code}['"\`\\s]`);
  return [...tree].some(([path, text]) => isPlace(path) && word.test(text));
}

/** Where refusals are listed, and not given. */
const isProduct = (path: string): boolean =>
  /^(packages|modules|apps)\/.*\.(ts|sql)$/.test(path) &&
  !isTest(path) &&
  !path.startsWith('packages/contract/');

export const refusalsGiven: Rule = {
  sentence: 'Every refusal of the table is given somewhere in the product.',
  find: ({ path, text }, tree) =>
    TABLES.has(path)
      ? codesOf(text)
          .filter(({ code }) => !occursIn(tree, code, isProduct))
          .map(({ code, line }) => ({ line, what: code }))
      : [],
};

const provokes = (path: string): boolean => isTest(path) || path.includes('/__snapshots__/');

/** A ratchet: who is listed as unprovoked and is provoked after all has to leave the list. */
export const refusalsProvoked: Rule = {
  sentence: 'Every refusal is provoked by a test; what is not yet stands in unprovoked.ts.',
  find: ({ path, text }, tree) =>
    TABLES.has(path)
      ? codesOf(text)
          .filter(({ code }) => occursIn(tree, code, provokes) === unprovoked.has(code))
          .map(({ code, line }) => ({
            line,
            what: unprovoked.has(code) ? `${code} is provoked now: take it off the list` : code,
          }))
      : [],
};
