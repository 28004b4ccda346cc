/**
 * The door of the bootstrap: any machine with Node 20 or newer can run Evertill.
 *
 *   node scripts/with-node.mjs <command> …   runs it with Node 24 and our dependencies on PATH
 *
 * Plain JavaScript without dependencies, because it runs before there are any.
 */
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bringNode, isNodeNewEnough } from './bring-node.mjs';
import { areDependenciesInstalled, installDependencies } from './install-dependencies.mjs';
import { endLike, endWithNpm, environmentWith, runInPlace, tell } from './run.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const thisFile = fileURLToPath(import.meta.url);
const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href;
const PREPARE = '--prepare-only';

/** True when this very process may go on: its Node is new enough and everything is installed. */
export function isReady() {
  return isNodeNewEnough() && areDependenciesInstalled(root);
}

/** Brings what is missing. Comes back with the path of the Node to use. */
export async function prepare() {
  const node = await bringNode(root);
  if (node === process.execPath) {
    await installDependencies(root);
    return node;
  }
  if (areDependenciesInstalled(root)) return node;
  // Installing needs the new Node, also so that native add-ons are made for it.
  const ended = await runInPlace([node, thisFile, PREPARE], { env: environmentWith(node, root) });
  if (ended.code !== 0) endLike(ended);
  return node;
}

/** Runs a script and its arguments with the right Node, in our place, and ends as it ends. */
export async function runWithNode(argv) {
  await guarded(async () => {
    const node = await prepare();
    const words = [node, '--import', endWithParent, ...argv];
    const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
    endWithNpm();
    endLike(await runInPlace(words, { env: environmentWith(node, root), stdio }));
  });
}

/** A trouble of the bootstrap is told in words, without a stack. */
async function guarded(work) {
  try {
    await work();
  } catch (error) {
    tell(error.message);
    process.exit(1);
  }
}

async function main([command, ...words]) {
  await guarded(async () => {
    const node = await prepare();
    if (command === PREPARE) return;
    if (command === undefined) {
      throw new Error('Which command? node scripts/with-node.mjs <command>');
    }
    endLike(await runInPlace([command, ...words], { env: environmentWith(node, root) }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.argv.slice(2));
}
