/**
 * Breaks the rules of money, tax, stock and access one small piece at a time, and counts what no
 * test notices. `npm run mutate`; README.md says what was left and why.
 */
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'packages/domain/src/{amount,currency,cash-session,check-order,order-states,price-book}.ts',
    'packages/domain/src/{price-order,purchase,refund,refund-tender,shop-day,stock,tax,tender}.ts',
    'packages/kernel/src/access.ts',
    'packages/sync/src/**/*.ts',
    '!**/*.test.ts',
  ],
  testRunner: 'vitest',
  vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  ignorePatterns: ['.runtime', 'docs', 'apps', 'modules', 'deploy'],
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: 'tools/mutation/report/mutation.json' },
  tempDirName: 'tools/mutation/report/sandbox',
  thresholds: { high: 90, low: 85, break: 85 },
  allowEmpty: false,
};
