/** Where tests are, and the one PostgreSQL they share. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      ...['packages', 'modules', 'apps', 'tools'].flatMap((root) => [
        `${root}/*/src/**/*.test.ts`,
        `${root}/*/test/**/*.test.ts`,
      ]),
      'scripts/*.test.mjs',
    ],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores, and every test file may start a server of its own.
    maxWorkers: 2,
    reporters: ['default'],
  },
});
