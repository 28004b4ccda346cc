/**
 * `npm run test:matrix`: every dependency down and slow, against everything that a shop does; and
 * each process killed at each step of a payment. Every cell of docs/reference/resiliency.md.
 */
import { bringRedis } from './bring-redis.mjs';
import { bringVault } from './bring-vault.mjs';
import { runSuite } from './engine-suite.mjs';

await runSuite('vitest.matrix.config.ts', process.argv.slice(2), {
  bring: { EVERTILL_TEST_REDIS: bringRedis, EVERTILL_TEST_VAULT: bringVault },
});
