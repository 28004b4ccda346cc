/** The tests that hold the rules by themselves, without a database or a browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/domain/src/*.test.ts',
      'packages/kernel/test/access.test.ts',
      'packages/sync/src/**/*.test.ts',
      'packages/sync/test/{ballast,decisions,engine,forget-person,http-server}.test.ts',
      'packages/sync/test/{memory-journal,shared-tokens,spec,tab-lease}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
