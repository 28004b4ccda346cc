/** Runs one suite of tests that need programs of somebody else's, and brings these first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bringKafka } from './bring-kafka.mjs';
import { bringNginx } from './bring-nginx.mjs';
import { environmentWith, tell } from './run.mjs';
import { prepare, root } from './with-node.mjs';

/**
 * `config` is a configuration of Vitest in the root; `words` are those of the command line, of
 * which each that is no option names tests; `bring` names what else is brought, and under which
 * name the tests are told of it. Ends the process with what came of it.
 */
export async function runSuite(config, words, { more = {}, bring = {} } = {}) {
  const node = await prepare();
  const cache = join(root, 'node_modules', '.cache', 'evertill-engines');
  const env = { ...environmentWith(node, root), ...more };
  try {
    env.EVERTILL_TEST_KAFKA = await bringKafka(cache);
    env.EVERTILL_TEST_NGINX = await bringNginx(cache);
    for (const [name, bringOne] of Object.entries(bring)) env[name] = await bringOne(cache);
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
