/** The tests that hold the rules by themselves, without a database or a browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/domain/src/*.test.ts',
      'packages/kernel/test/access.test.ts',
      'packages/sync/src/**/*.test.ts',
      'packages/sync/test/{engine,memory-journal,spec}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
