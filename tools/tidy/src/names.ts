/** How files are called: kebab-case, and by what is in them. */
import { isTest } from './rule.ts';
import type { Rule } from './rule.ts';
import { syntaxOf } from './syntax.ts';

const WORDS = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ours = /^(packages|modules|apps|tools|scripts)\//;

export const kebabCase: Rule = {
  sentence: 'Files and folders are named in kebab-case.',
  find: ({ path }) => {
    if (!ours.test(path) || /(^|\/)(README|SPEC)\.md$/.test(path)) return [];
    const parts = path.split('/').filter((part) => part !== '__snapshots__');
    const isWell = parts.every((part) => part.split('.').every((words) => WORDS.test(words)));
    return isWell ? [] : [{ line: 1 }];
  },
};

/** Only as the last word, where it says what the file is: `service-pages` is about something. */
const empty = /(^|-)(manager|helpers?|utils?|service|base|impl|data|info|misc|common)$/;

export const wordsThatSaySomething: Rule = {
  sentence: 'Say what it does: no manager, helper, util, service, base, impl, data, info.',
  find: ({ path }) => {
    if (!ours.test(path)) return [];
    const name = path.split('/').at(-1)?.split('.')[0] ?? '';
    return empty.test(name) ? [{ line: 1, what: name }] : [];
  },
};

const camelCase = (words: string): string =>
  words.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A use case is a function that answers `UseCase<…>`. Those that only read share what they select
 * and show, so a file may hold several of them.
 */
export const oneUseCase: Rule = {
  sentence: 'A use case that changes something is the one exported function of a file of its name.',
  find: ({ path, text }) => {
    if (!/^modules\/[^/]+\/src\//.test(path) || isTest(path)) return [];
    const { functions } = syntaxOf(text);
    const useCases = functions.filter(({ answers }) => /^(Tenant)?UseCase</.test(answers));
    const name = camelCase(path.split('/').at(-1)?.replace(/\.ts$/, '') ?? '');
    return useCases
      .filter((one) => !/^(list|find)[A-Z]/.test(one.name))
      .filter((one) => one.name !== name || functions.length > 1)
      .map((one) => ({ line: one.line, what: one.name }));
  },
};
