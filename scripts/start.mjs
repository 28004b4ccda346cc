/** `npm start`: brings what is missing, then serves. Arguments go to `evertill serve`. */
import { join } from 'node:path';
import { root, runWithNode } from './with-node.mjs';

const evertill = join(root, 'apps', 'server', 'bin', 'evertill.mjs');

await runWithNode([evertill, 'serve', ...process.argv.slice(2)]);
