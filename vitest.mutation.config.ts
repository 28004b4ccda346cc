/** The tests that hold the rules by themselves, without a database or a browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/domain/src/*.test.ts',
      'packages/kernel/test/access.test.ts',
      'packages/sync/src/**/*.test.ts',
      'packages/sync/test/{attention,ballast,decisions,engine,forget-person,house,http-server}.test.ts',
      'packages/sync/test/{listening,pulling,pushing,record,settle,standing}.test.ts',
      'packages/sync/test/{status-board,memory-journal,shared-tokens,spec}.test.ts',
      'packages/sync/test/{tab-lease,trouble,twin-journal}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
