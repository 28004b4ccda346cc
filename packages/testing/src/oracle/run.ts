/**
 * A long walk through random baskets: `node packages/testing/src/oracle/run.ts --baskets 1000000
 * --seed 1`. Ends with 1 at the first difference, and prints the basket.
 */
import { parseArgs } from 'node:util';
import { priceOrder, refundLine, settleTender } from '@evertill/domain';
import { compareBaskets } from './compare-baskets.ts';

const { values } = parseArgs({
  options: {
    baskets: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const [count, seed] = [Number(values.baskets), Number(values.seed)];
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--baskets and --seed must be whole numbers\n');
  process.exit(2);
}

const startedAt = performance.now();
const { compared, difference } = compareBaskets({
  seed,
  count,
  price: priceOrder,
  settle: settleTender,
  refund: refundLine,
  onProgress: (done) => {
    if (done % 10_000 !== 0 && done !== count) return;
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    process.stdout.write(`\r${done} of ${count} baskets agree, ${seconds} s, seed ${seed} `);
  },
});
process.stdout.write('\n');
if (difference === undefined) {
  process.stdout.write(`${compared} baskets, no difference\n`);
} else {
  process.stdout.write(`after ${compared} baskets:\n${JSON.stringify(difference, null, 2)}\n`);
  process.exitCode = 1;
}
