/**
 * `npm run test:matrix`: every dependency down and slow, against everything that a shop does; and
 * each process killed at each step of a payment. Every cell of docs/reference/resiliency.md.
 */
import { runSuite } from './engine-suite.mjs';

await runSuite(
  'vitest.matrix.config.ts',
  ['KAFKA', 'NGINX', 'REDIS', 'VAULT'],
  process.argv.slice(2),
);
