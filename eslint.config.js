/**
 * The house rules that ESLint checks: types taken seriously, the caps of STYLE.md, and the doors
 * through which the world comes in. tools/tidy sees each rule of ours fail.
 */
import tseslint from 'typescript-eslint';
import { noAskInTransaction } from './tools/tidy/src/no-ask-in-transaction.ts';

const tests = ['**/*.test.ts', '**/test/**/*.ts', 'packages/testing/**/*.ts'];
/** Programs for developers: they drive real servers, so they live in the real world. */
const tools = ['tools/**/*.ts'];
const plainScripts = ['**/*.mjs', '**/*.cjs', '**/*.js'];

/** Where the world comes in: time, chance, waiting, the network. */
const world = {
  globals: ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map(
    (name) => ({ name, message: 'The world is an argument: take it from the surroundings.' }),
  ),
  properties: [
    ['Date', 'now'],
    ['Math', 'random'],
    ['globalThis', 'fetch'],
    ['globalThis', 'setTimeout'],
    ['globalThis', 'setInterval'],
    ['globalThis', 'performance'],
    ['globalThis', 'crypto'],
    ['process', 'hrtime'],
  ].map(([object, property]) => ({ object, property, message: 'Take it from the surroundings.' })),
  syntax: [
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Time is an argument: take it from the clock of the surroundings.',
    },
    {
      selector: "CallExpression[callee.name='Date']",
      message: 'Time is an argument: take it from the clock of the surroundings.',
    },
  ],
  imports: [
    {
      name: 'node:crypto',
      importNames: ['randomBytes', 'randomUUID', 'randomInt', 'randomFill', 'webcrypto'],
      message: 'Chance is an argument: take it from the surroundings.',
    },
    ...['node:timers', 'node:timers/promises', 'node:perf_hooks'].map((name) => ({
      name,
      message: 'Time is an argument: take it from the surroundings.',
    })),
  ],
};

/** Money and quantities become text, and text becomes them, in one file. */
const numbers = {
  globals: [{ name: 'parseFloat', message: 'Decimals are read in domain/src/currency.ts.' }],
  properties: [
    { object: 'Number', property: 'parseFloat', message: 'Read in domain/src/currency.ts.' },
    { property: 'toFixed', message: 'Decimals are written in domain/src/currency.ts.' },
    { property: 'toPrecision', message: 'Decimals are written in domain/src/currency.ts.' },
  ],
};

const environment = {
  properties: [
    { object: 'process', property: 'env', message: 'Settings come in through config.ts.' },
  ],
  imports: [
    { name: 'node:process', importNames: ['env'], message: 'Settings come in through config.ts.' },
  ],
};

/** What holds everywhere, tests and tools included. */
const shape = {
  syntax: [
    { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
    { selector: "ExportSpecifier[exported.name='default']", message: 'Exports have names.' },
    { selector: 'TSEnumDeclaration', message: 'A union of words, or an object, not an enum.' },
    { selector: 'Decorator', message: 'What runs is listed by hand: no decorators.' },
    {
      selector:
        ':matches(ClassDeclaration, FunctionDeclaration, TSInterfaceDeclaration, ' +
        'TSTypeAliasDeclaration, VariableDeclarator)' +
        ' > Identifier.id[name=/(Manager|Helpers?|Utils?|Service|Base|Impl)$/]',
      message: 'Say what it does: no Manager, Helper, Util, Service, Base, Impl.',
    },
  ],
};

/** ESLint replaces the options of a rule and never adds to them, so each place gets all of its own. */
function doors(...closed) {
  const all = (kind) => closed.flatMap((group) => group[kind] ?? []);
  return {
    'no-restricted-globals': ['error', ...all('globals')],
    'no-restricted-properties': ['error', ...all('properties')],
    'no-restricted-syntax': ['error', ...all('syntax')],
    'no-restricted-imports': ['error', { paths: all('imports') }],
  };
}

/** Sizes: a function fits on a screen, a file in a head. */
const caps = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 60 }],
  'max-params': ['error', { max: 4 }],
  'max-len': [
    'error',
    { code: 100, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreTemplateLiterals: true },
  ],
  'max-depth': ['error', { max: 4 }],
  complexity: ['error', { max: 15 }],
};

const plain = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  curly: ['error', 'multi-line'],
  'no-console': 'error',
  'no-param-reassign': 'error',
  'no-nested-ternary': 'error',
  'no-else-return': 'error',
  'no-warning-comments': 'off',
  'no-unmodified-loop-condition': 'error',
  'no-promise-executor-return': ['error', { allowVoid: true }],
};

const typed = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/promise-function-async': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
  ],
};

export default tseslint.config(
  { ignores: ['**/node_modules/', '.runtime/', 'coverage/', '**/golden/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { house: { rules: { 'no-ask-in-transaction': noAskInTransaction } } },
    rules: {
      ...caps,
      ...plain,
      ...typed,
      ...doors(shape, world, numbers, environment),
      'house/no-ask-in-transaction': 'error',
    },
  },
  {
    files: plainScripts,
    extends: [tseslint.configs.base],
    rules: { ...caps, ...plain, 'no-undef': 'off', 'no-console': 'off', ...doors(shape) },
  },
);
