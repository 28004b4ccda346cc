/**
 * `npm run test:topology`: the same story in one process; in a process a module behind the gateway,
 * with a real Kafka, Redis and Vault, and PostgreSQL behind PgBouncer; and in two of each. A
 * checkout as one trace through all of them.
 *
 *   npm run test:topology -- trace --draw     writes docs/pictures/checkout-trace.svg anew
 */
import { runSuite } from './engine-suite.mjs';

const words = process.argv.slice(2);
const isDrawn = words.includes('--draw');
const engines = ['KAFKA', 'NGINX', 'PGBOUNCER', 'REDIS', 'VAULT'];
const more = isDrawn ? { EVERTILL_TEST_DRAW: 'on' } : {};
await runSuite('vitest.topology.config.ts', engines, words, more);
