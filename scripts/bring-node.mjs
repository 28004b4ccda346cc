/**
 * Brings the Node that Evertill runs on, when the one that runs this is older.
 *
 * It comes from the npm registry, as the platform's own package: that holds the program and needs
 * no install script. It is made aside and renamed, so that a killed or a second run does no harm.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, npm, tell } from './run.mjs';

const NODE_VERSION = '24.21.0';
const NODE_MAJOR_MIN = majorOf(NODE_VERSION);

const MAKING_PREFIX = 'making-';

function majorOf(version) {
  return Number(version.split('.')[0]);
}

export function isNodeNewEnough() {
  return majorOf(process.versions.node) >= NODE_MAJOR_MIN;
}

/** The major version everything will run on: ours when it is new enough, else the one we bring. */
export function majorToUse() {
  return Math.max(majorOf(process.versions.node), NODE_MAJOR_MIN);
}

/** The path of a Node that is new enough. */
export async function bringNode(root) {
  if (isNodeNewEnough()) return process.execPath;
  const runtime = join(root, '.runtime');
  const node = programIn(join(runtime, 'node_modules'));
  if (await runs(node)) return node;
  tell(`Node ${process.versions.node} is too old: getting Node ${NODE_VERSION} into .runtime …`);
  clearHalfMade(runtime);
  const making = join(runtime, `${MAKING_PREFIX}${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    await install(making);
    if (!(await runs(programIn(join(making, 'node_modules'))))) throw new Error(mismatch());
    await moveInto(join(runtime, 'node_modules'), join(making, 'node_modules', 'node'), node);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return node;
}

function programIn(nodeModules) {
  return join(nodeModules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function runs(node) {
  const { code, output } = await capture([node, '--version']);
  return code === 0 && output.trim() === `v${NODE_VERSION}`;
}

function mismatch() {
  return `npm's Node ${NODE_VERSION} does not run here. Install Node ${NODE_MAJOR_MIN} yourself.`;
}

async function install(directory) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const chip = { arm: 'armv7l', ppc64: 'ppc64le' }[process.arch] ?? process.arch;
  const wanted = `node@npm:node-${system}-${chip}@${NODE_VERSION}`;
  const words = ['install', '--prefix', directory, '--no-save', '--no-package-lock', '--no-audit'];
  const { code, output } = await capture(npm([...words, wanted]), { cwd: directory });
  if (code === 0) return;
  throw new Error(`npm could not get ${wanted}:\n${output}\n${mismatch()}`);
}

async function moveInto(nodeModules, made, node) {
  mkdirSync(nodeModules, { recursive: true });
  const place = join(nodeModules, 'node');
  try {
    renameSync(made, place);
  } catch {
    // Something is there already: another run was faster, or it is an older version.
    if (await runs(node)) return;
    renameSync(place, join(dirname(dirname(made)), 'old'));
    renameSync(made, place);
  }
}

function clearHalfMade(runtime) {
  mkdirSync(runtime, { recursive: true });
  for (const name of readdirSync(runtime)) {
    if (!name.startsWith(MAKING_PREFIX) || isAlive(Number(name.slice(MAKING_PREFIX.length)))) {
      continue;
    }
    rmSync(join(runtime, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
