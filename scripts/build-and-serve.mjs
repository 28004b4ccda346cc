/** Run by `npm start` with Node 24: builds the till where need be, then becomes the server. */
import { pathToFileURL } from 'node:url';
import { buildRegister } from './build-register.mjs';
import { root } from './with-node.mjs';

await buildRegister(root);
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
