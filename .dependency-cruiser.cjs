/**
 * The import law (ARCHITECTURE.md): what has no row in `allowed` is forbidden. Doors only: a
 * package is imported by its name, and offers its `src/index.ts`.
 */
const door = (names) => `^packages/(${names})/src/index\\.ts$`;
const everyDoor = '^(packages|modules|apps|tools)/[^/]+/src/(index|main|pages)\\.ts$';
const isTest = '\\.test\\.(ts|mjs)$|^(packages|modules|apps)/[^/]+/(test|engines)/';

const core = { dependencyTypes: ['core'] };
const library = { path: 'node_modules/', pathNot: 'node_modules/@evertill/' };
const libraryWithoutReact = { path: 'node_modules/', pathNot: 'node_modules/(@evertill/|react)' };

/** A row of the table: the code of `from`, tests aside, may import these. */
const may = (from, ...allowed) =>
  allowed.map((to) => ({ from: { path: from, pathNot: isTest }, to }));

module.exports = {
  allowedSeverity: 'error',
  allowed: [
    {
      comment: 'A package may import what is its own.',
      from: { path: '^((?:packages|modules|apps|tools)/[^/]+)/' },
      to: { path: '^$1/' },
    },
    { from: { path: '^scripts/' }, to: { path: '^scripts/' } },
    { from: { path: '^scripts/' }, to: core },
    // The command brings the Node it needs.
    { from: { path: '^apps/server/bin/' }, to: { path: '^scripts/with-node\\.mjs$' } },
    // domain: nothing at all.
    ...may('^packages/contract/src/', { path: door('domain') }, library),
    ...may('^packages/kernel/src/', { path: door('domain|contract') }, core, library),
    ...may('^packages/kafka/src/', { path: door('domain|contract|kernel') }, core, library),
    ...may('^packages/(redis|vault)/src/', { path: door('kernel') }, core, library),
    ...may('^packages/client/src/', { path: door('domain|contract') }),
    ...may('^packages/client/src/', { path: 'node_modules/openapi-fetch/' }),
    ...may('^packages/devices/src/', { path: door('domain') }, libraryWithoutReact),
    ...may('^packages/sync/src/', { path: door('domain|contract|client') }),
    ...may('^packages/sync/src/', { path: 'node_modules/(@noble/hashes|idb|zod)/' }),
    ...may('^packages/postgres/src/', core, library),
    ...may('^modules/[^/]+/src/', { path: door('domain|contract|kernel') }, core, library),
    ...may('^apps/register/src/', { path: door('domain|contract|client|sync|devices') }, library),
    // What builds the till is no part of it.
    ...may(
      '^apps/register/(vite\\.config|src/service-worker/precache-plugin)\\.ts$',
      core,
      library,
    ),
    ...may('^apps/register/src/icons/render\\.ts$', core, library, { path: everyDoor }),
    ...may('^apps/server/(src|bin)/', { path: everyDoor, pathNot: '^packages/testing/' }),
    ...may('^apps/server/(src|bin)/', core, library),
    ...may('^packages/testing/src/', { path: everyDoor }, core, library),
    ...may('^tools/[^/]+/src/', { path: everyDoor, pathNot: '^packages/testing/' }),
    ...may('^tools/[^/]+/src/', { path: '^eslint\\.config\\.js$' }, core, library),
    // A test of the till needs one that is built.
    { from: { path: isTest }, to: { path: '^scripts/build-register\\.(mjs|d\\.mts)$' } },
    ...[{ path: everyDoor }, core, library].map((to) => ({ from: { path: isTest }, to })),
  ],
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Types alone may point at each other: they are gone when anything runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'doors-only',
      comment: 'Another package is imported by its name, never by a path.',
      severity: 'error',
      from: { path: '^((?:packages|modules|apps|tools)/[^/]+)/' },
      to: {
        path: '^(packages|modules|apps|tools)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'no-neighbour',
      comment: 'Two modules meet in the contract: ask, or tell.',
      severity: 'error',
      from: { path: '^(modules/[^/]+)/src/', pathNot: isTest },
      to: { path: '^modules/', pathNot: '^$1/' },
    },
    {
      name: 'no-socket-in-a-module',
      comment: 'A module has its database and its neighbours from its surroundings.',
      severity: 'error',
      from: { path: '^modules/[^/]+/src/', pathNot: isTest },
      to: {
        path:
          'node_modules/(fastify|@fastify|pg)/|' +
          '^(node:)?(http|https|http2|net|tls|dgram|dns|child_process|cluster|worker_threads)$',
      },
    },
    {
      name: 'no-test-in-the-product',
      severity: 'error',
      from: { pathNot: `${isTest}|^packages/testing/` },
      to: { path: `${isTest}|^packages/testing/` },
    },
    {
      name: 'declared',
      comment: 'A package lists in its package.json what it imports. Tests and tools use the root.',
      severity: 'error',
      from: {
        path: '^(packages|modules|apps)/',
        pathNot: `${isTest}|^packages/testing/|^apps/register/vite\\.config\\.ts$`,
      },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/golden/|[.]wasm[?]url$|^tools/mutation/report/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts'],
    },
  },
};
