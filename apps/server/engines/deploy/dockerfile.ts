/**
 * What a Dockerfile says, as far as ours goes: its stages, what they copy, run and set; and which
 * files of the repository are in its context.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tools.ts';

export interface Step {
  readonly word: string;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly steps: readonly Step[];
}

export function readStages(): readonly Stage[] {
  const text = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  const joined = text.replace(/^#.*\n/gm, '').replace(/ *\\\n\s*/g, ' ');
  const stages: { name: string; from: string; steps: Step[] }[] = [];
  for (const line of joined.split('\n').filter((one) => one !== '')) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [, from = '', name = ''] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ name, from, steps: [] });
    } else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

/** The environment that a stage sets. */
export function environmentOf({ steps }: Stage): Readonly<Record<string, string>> {
  const all = steps.filter(({ word }) => word === 'ENV').map(({ rest }) => rest);
  return Object.fromEntries(
    [...all.join(' ').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** What git has and .dockerignore lets through: the last pattern that fits says which. */
export function filesInContext(): readonly string[] {
  const patterns = readFileSync(path.join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const isKept = line.startsWith('!');
      const source = (isKept ? line.slice(1) : line)
        .replace(/[.+^$()|[\]{}]/g, '\\$&')
        .replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'));
      return { isKept, pattern: new RegExp(`^${source}(?:/|$)`) };
    });
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return [...new Set(listed.split('\0'))].filter(
    (file) =>
      file !== '' && patterns.findLast(({ pattern }) => pattern.test(file))?.isKept === true,
  );
}
