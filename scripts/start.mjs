/** `npm start`: brings what is missing, builds the till, then serves, as `evertill serve` does. */
import { join } from 'node:path';
import { root, runWithNode } from './with-node.mjs';

const evertill = join(root, 'apps', 'server', 'bin', 'evertill.mjs');
const build = join(root, 'scripts', 'build-and-serve.mjs');

await runWithNode([build, evertill, 'serve', ...process.argv.slice(2)]);
