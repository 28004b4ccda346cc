/**
 * Odd requests at every operation there is, as many as asked for:
 *
 *   npm run fuzz -- --requests 100000 --seed 1
 *
 * `npm test` sends a few thousand of the same kind, always the same ones.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, runWithNode } from './with-node.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9][0-9]{0,8}$/.test(value)) continue;
  process.stderr.write(`--${name} is a whole number from 1, and not ${value}.\n`);
  process.exit(1);
}
process.env.EVERTILL_FUZZ_REQUESTS = values.requests;
process.env.EVERTILL_FUZZ_SEED = values.seed;
process.chdir(root);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
await runWithNode([vitest, 'run', 'apps/server/test/door-fuzz.test.ts']);
