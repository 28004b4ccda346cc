/** The tests that hold the rules by themselves, without a database or a browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/domain/src/*.test.ts',
      'packages/kernel/test/access.test.ts',
      'packages/sync/src/**/*.test.ts',
      'packages/sync/test/{attention,ballast,decisions,engine,forget-person}.test.ts',
      'packages/sync/test/{house,http-server,listening,pulling,pushing}.test.ts',
      'packages/sync/test/{record,settle,standing,status-board,memory-journal}.test.ts',
      'packages/sync/test/{shared-tokens,spec,tab-lease,trouble,twin-journal}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
