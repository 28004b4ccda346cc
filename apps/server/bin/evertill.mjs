#!/usr/bin/env node
/**
 * `npx evertill …` with any Node from 20 on: brings what is missing, then runs the real program
 * with Node 24, in our place.
 */
import { fileURLToPath } from 'node:url';
import { isReady, runWithNode } from '../../../scripts/with-node.mjs';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
if (isReady()) {
  process.argv[1] = program;
  await import(program);
} else {
  await runWithNode([program, ...process.argv.slice(2)]);
}
