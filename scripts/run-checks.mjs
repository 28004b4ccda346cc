/**
 * Every check, in order, one line each, until the first that fails: then its words, and no more.
 *
 * The tests speak for themselves when they are given arguments, because somebody is watching then.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checks } from './checks.mjs';
import { capture, endLike, environmentWith, runInPlace } from './run.mjs';
import { root } from './with-node.mjs';

const given = process.argv.slice(2).filter((word, index) => index > 0 || word !== '--');
const options = { cwd: root, env: environmentWith(process.execPath, root) };

for (const check of checks) await run(check);

async function run(check) {
  process.stdout.write(`${check.name} … `);
  const begin = Date.now();
  const words = [...wordsOf(check), ...(check.takesArguments ? given : [])];
  const isWatched = check.takesArguments && given.length > 0;
  const ended = isWatched ? await runInPlace(words, options) : await capture(words, options);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  const isWell = ended.code === 0;
  process.stdout.write(`${isWell ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  if (isWell) {
    if (check.isCounted) tellCount(ended.output ?? '');
    return;
  }
  if (ended.output !== undefined) process.stdout.write(ended.output);
  endLike(ended);
}

/** The plain closing line that tells people and machines how many tests there were. */
function tellCount(output) {
  const plain = stripVTControlCharacters(output);
  const passed = /^\s*Tests\s+(\d+) passed/m.exec(plain)?.[1];
  if (passed !== undefined) process.stdout.write(`${passed} passed, 0 failed\n`);
}

/** A program of one of our dependencies is run by its script: the same on every platform. */
function wordsOf({ script, program, arguments: words }) {
  if (script !== undefined) return [process.execPath, join(root, script), ...words];
  const [packageName, name = packageName] = program.split('#');
  const directory = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const path = typeof bin === 'string' ? bin : bin[name];
  return [process.execPath, join(directory, path), ...words];
}
