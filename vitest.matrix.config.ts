/** The resiliency matrix: `npm run test:matrix` brings what it needs and runs this. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['apps/server/engines/matrix/**/*.test.ts'],
    globalSetup: ['packages/testing/src/global-setup.ts', 'packages/kafka/engines/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Each of them has a dozen servers at work already.
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
