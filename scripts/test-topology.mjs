/**
 * `npm run test:topology`: the same story in one process, in a process a module behind the gateway
 * with a real Kafka, and in two of each; a checkout as one trace through all of them.
 *
 *   npm run test:topology -- trace --draw     writes docs/pictures/checkout-trace.svg anew
 *
 * EVERTILL_TEST_SURROUNDINGS, as JSON, is what the split processes get besides: REDIS_URL, …
 */
import { runSuite } from './engine-suite.mjs';

const words = process.argv.slice(2);
const isDrawn = words.includes('--draw');
await runSuite('vitest.topology.config.ts', words, {
  more: isDrawn ? { EVERTILL_TEST_DRAW: 'on' } : {},
});
