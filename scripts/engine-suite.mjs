/** Runs one suite of tests that need programs of somebody else's, and brings these first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bringKafka } from './bring-kafka.mjs';
import { bringNginx } from './bring-nginx.mjs';
import { bringPgbouncer } from './bring-pgbouncer.mjs';
import { bringRedis } from './bring-redis.mjs';
import { bringVault } from './bring-vault.mjs';
import { environmentWith, tell } from './run.mjs';
import { prepare, root } from './with-node.mjs';

/** By the end of the variable that tells the tests where it is: EVERTILL_TEST_KAFKA, … */
const bringers = {
  KAFKA: bringKafka,
  NGINX: bringNginx,
  PGBOUNCER: bringPgbouncer,
  REDIS: bringRedis,
  VAULT: bringVault,
};

/**
 * `config` is a configuration of Vitest in the root, `engines` what its tests need; `words` are
 * those of the command line, of which each that is no option names tests; `more` goes into the
 * environment. Ends the process with what came of it.
 */
export async function runSuite(config, engines, words, more = {}) {
  const node = await prepare();
  const cache = join(root, 'node_modules', '.cache', 'evertill-engines');
  const env = { ...environmentWith(node, root), ...more };
  try {
    for (const name of engines) env[`EVERTILL_TEST_${name}`] = await bringers[name](cache);
  } catch (error) {
    tell(error.message);
    process.exit(1);
  }
  const filters = words.filter((word) => !word.startsWith('--'));
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(node, [vitest, 'run', '--config', join(root, config), ...filters], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  process.exit(code ?? 1);
}
