/** `npm test`: brings what is missing, then runs every check. Arguments go to the tests. */
import { join } from 'node:path';
import { root, runWithNode } from './with-node.mjs';

await runWithNode([join(root, 'scripts', 'run-checks.mjs'), ...process.argv.slice(2)]);
