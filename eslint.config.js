/**
 * The house rules that ESLint checks: types taken seriously, the caps of STYLE.md, and the doors
 * through which the world comes in. tools/tidy sees each rule of ours fail.
 */
import { builtinRules } from 'eslint/use-at-your-own-risk';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { capFunctionLines } from './tools/tidy/src/cap-function-lines.ts';
import { noAskInTransaction } from './tools/tidy/src/no-ask-in-transaction.ts';

const tests = ['**/*.test.ts', '**/{test,engines}/**/*.ts', 'packages/testing/**/*.ts'];
/** Programs for developers: they drive real servers, so they live in the real world. */
const tools = ['tools/**/*.ts'];
const plainScripts = ['**/*.mjs', '**/*.cjs', '**/*.js'];
/** Tools that load a file by its name want what they need as its default export. */
const loaded = ['*.config.js', '**/*.config.ts', 'packages/testing/src/global-setup.ts'];

const fromSurroundings = 'The world is an argument: take it from the surroundings.';

/** Where the world comes in: time, chance, waiting, the network. */
const world = {
  globals: ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map(
    (name) => ({ name, message: fromSurroundings }),
  ),
  properties: [
    ...['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map(
      (property) => ({ object: 'globalThis', property, message: fromSurroundings }),
    ),
    { object: 'Date', property: 'now', message: fromSurroundings },
    { object: 'Math', property: 'random', message: fromSurroundings },
    { object: 'process', property: 'hrtime', message: fromSurroundings },
  ],
  syntax: [
    "NewExpression[callee.name='Date'][arguments.length=0]",
    "CallExpression[callee.name='Date']",
  ].map((selector) => ({ selector, message: fromSurroundings })),
  imports: [
    {
      name: 'node:crypto',
      importNames: ['randomBytes', 'randomUUID', 'randomInt', 'randomFill', 'webcrypto'],
      message: fromSurroundings,
    },
    ...['node:timers', 'node:timers/promises', 'node:perf_hooks'].map((name) => ({
      name,
      message: fromSurroundings,
    })),
  ],
};

const inCurrency = 'Decimals are read and written in packages/domain/src/currency.ts.';

/** Money and quantities become text, and text becomes them, in one file. */
const decimals = {
  globals: [{ name: 'parseFloat', message: inCurrency }],
  properties: [
    { object: 'Number', property: 'parseFloat', message: inCurrency },
    { property: 'toFixed', message: inCurrency },
    { property: 'toPrecision', message: inCurrency },
  ],
};

const inConfig = 'Settings come in through apps/server/src/config.ts.';
const environment = {
  properties: [{ object: 'process', property: 'env', message: inConfig }],
  imports: [{ name: 'node:process', importNames: ['env'], message: inConfig }],
};

const defaultExports = {
  syntax: [
    { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
    { selector: "ExportSpecifier[exported.name='default']", message: 'Exports have names.' },
  ],
};

const shape = {
  syntax: [
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

/** ESLint replaces a rule's options and never adds to them: each place names all it forbids. */
function forbid(...groups) {
  // A rule that is given no options keeps those it had, so that an empty list has to say "off".
  const rule = (kind) => {
    const all = groups.flatMap((group) => group[kind] ?? []);
    return all.length === 0 ? 'off' : ['error', ...all];
  };
  return {
    'no-restricted-globals': rule('globals'),
    'no-restricted-properties': rule('properties'),
    'no-restricted-syntax': rule('syntax'),
    'no-restricted-imports': rule('imports'),
  };
}

/** URLs, patterns and SQL are not broken for a margin's sake. */
const lineCap = {
  code: 100,
  ignoreUrls: true,
  ignoreRegExpLiterals: true,
  ignoreTemplateLiterals: true,
};

/** Sizes: a function fits on a screen, a file in a head. Tests too, but for their `describe`s. */
const caps = {
  'max-lines': ['error', { max: 300 }],
  'house/cap-function-lines': ['error', { max: 60 }],
  'max-params': ['error', { max: 4 }],
  'max-len': ['error', lineCap],
  'max-depth': ['error', { max: 4 }],
  complexity: ['error', { max: 20 }],
};

/** What ESLint itself recommends; its list comes without a package of its own in version 10. */
const recommended = Object.fromEntries(
  [...builtinRules]
    .filter(([, { meta }]) => meta.docs.recommended === true)
    .map(([name]) => [name, 'error']),
);

const plain = {
  // Nothing but null is loosely equal to undefined, and asking for both at once is fine.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  curly: ['error', 'multi-line'],
  'no-param-reassign': 'error',
  'no-else-return': 'error',
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
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
  ],
  // There are none, and looking for them takes a third of the time.
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  // `async` without `await` promises that a throw is a rejection.
  '@typescript-eslint/require-await': 'off',
  // It does not know `Promise.withResolvers<void>()`.
  '@typescript-eslint/no-invalid-void-type': 'off',
  // It asks for the `!` that no-non-null-assertion forbids.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
};

/** A test looks into answers freely: what it finds there is what it asserts. */
const looser = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/restrict-plus-operands': 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/explicit-module-boundary-types': 'off',
  // A test's name is a claim about the shop, and as long as that takes.
  'max-len': ['error', { ...lineCap, ignoreStrings: true }],
  // A row of a table comes as arguments.
  'max-params': 'off',
};

const nodeGlobals = [
  'AbortSignal',
  'Buffer',
  'URL',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'process',
  'setInterval',
  'setTimeout',
];

const house = {
  rules: {
    'cap-function-lines': capFunctionLines,
    'no-ask-in-transaction': noAskInTransaction,
  },
};

export default tseslint.config(
  {
    ignores: [
      ...['**/node_modules/', '.runtime/', 'coverage/', '**/golden/', '**/generated/'],
      'apps/register/dist/',
      // What a run that was stopped leaves behind.
      'tools/mutation/report/',
      'apps/register/dist-*/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house },
    rules: { ...recommended, ...caps, ...plain },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.config.ts', 'apps/*/*.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...typed,
      ...forbid(shape, defaultExports, world, decimals, environment),
      'no-console': 'error',
      'house/no-ask-in-transaction': 'error',
    },
  },
  {
    // Rules walk lines and shares by index, and the loop around them is what says it is there.
    files: ['packages/domain/src/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // A schema's type is what zod makes of it; nobody could write it twice.
    files: ['packages/contract/src/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['packages/domain/src/currency.ts'],
    rules: forbid(shape, defaultExports, world, environment),
  },
  {
    files: ['packages/kernel/src/surroundings.ts'],
    rules: forbid(shape, defaultExports, decimals, environment),
  },
  {
    // React's own rules: what depends on what, and what may be called where.
    files: ['apps/register/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // A press that starts something has nobody to wait for it.
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    // It runs programs and waits for them, with a clock of its own; it is no part of the rules.
    files: ['packages/postgres/src/**/*.ts'],
    rules: forbid(shape, defaultExports, decimals),
  },
  {
    // The process's entries: they bring the environment in, and speak to a person.
    files: ['apps/server/src/{config,main}.ts', 'apps/server/src/cli/*.ts'],
    rules: { ...forbid(shape, defaultExports, world), 'no-console': 'off' },
  },
  {
    files: tools,
    rules: { ...forbid(shape, defaultExports), 'no-console': 'off' },
  },
  {
    files: tests,
    rules: { ...looser, ...forbid(shape, defaultExports), 'no-console': 'off' },
  },
  {
    files: plainScripts,
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, false])) },
    rules: forbid(shape, defaultExports),
  },
  { files: loaded, rules: forbid(shape) },
);
