/** Tests that need a program of somebody else's: `npm run test:engines` brings it and runs this. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/engines/**/*.test.ts', 'apps/*/engines/**/*.test.ts'],
    // Commands of their own: `npm run test:topology`, `npm run test:matrix`.
    exclude: ['apps/server/engines/{topology,matrix}/**'],
    globalSetup: ['packages/testing/src/global-setup.ts', 'packages/kafka/engines/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each of them has a server, a broker or a certificate authority at work already.
    maxWorkers: 1,
    reporters: ['default'],
  },
});
