import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../server-process.ts';
import { filesBelow, mapping, readRoot, readYaml, root } from './files.ts';

const runbooks = filesBelow('docs/runbooks', '.md');
const guides = [...runbooks, ...filesBelow('deploy', '.md'), 'docs/guides/deploy.md'];
const services = Object.keys(mapping(mapping(readYaml('compose.yaml'))['services']));

/** Everything between backticks, a line each. */
const codeOf = (file: string): readonly string[] => {
  const text = readRoot(file);
  const blocks = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```/gm)].map(([, code]) => code ?? '');
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) =>
    (code ?? '').replace(/\s+/g, ' '),
  );
  return [...blocks.flatMap((block) => block.replace(/\\\n/g, ' ').split('\n')), ...spans];
};

interface Used {
  readonly file: string;
  readonly line: string;
  readonly words: readonly string[];
  readonly options: readonly string[];
}

function commandsOf(file: string): readonly Used[] {
  return codeOf(file).flatMap((line) => {
    const found = /(?:^|[\s=])evertill ((?:[a-z][a-z-]* ?)*)(.*)$/.exec(
      line.replace(/ #.*/, '').replace('exec evertill ', ''),
    );
    const [, words = '', rest = ''] = found ?? [];
    const first = words.trim().split(' ');
    if (found === null || first[0] === '') return [];
    return [{ file, line, words: first, options: rest.match(/--[a-z-]+/g) ?? [] }];
  });
}

const used = guides.flatMap(commandsOf);
/** Every command of the program, by its words: `dead-letters`, `dead-letters list`. */
async function commandsThere(): Promise<ReadonlyMap<string, Command>> {
  const made: Command[] = [];
  for (const file of filesBelow('apps/server/src/cli', '.ts')) {
    const door = (await import(path.join(root, file))) as Record<string, unknown>;
    for (const [name, make] of Object.entries(door)) {
      if (name.endsWith('Command')) made.push((make as () => Command)());
    }
  }
  return new Map(
    made.flatMap((command) => [
      [command.name(), command] as const,
      ...command.commands.map((part) => [`${command.name()} ${part.name()}`, part] as const),
    ]),
  );
}

test('every command that a runbook or a guide of deployment tells is one of the program', async () => {
  const commands = await commandsThere();
  const wrong = used.filter(({ words: [first = '', second = ''], options }) => {
    const command = commands.get(first);
    if (command === undefined) return true;
    const isGroup = command.commands.length > 0 && second !== '';
    const part = isGroup ? commands.get(`${first} ${second}`) : command;
    const known = [...command.options, ...(part?.options ?? [])].map(({ long }) => long);
    return part === undefined || options.some((option) => !known.includes(option));
  });
  expect(used.map(({ words }) => words.slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['dead-letters list', 'doctor', 'verify', 'erasures apply']),
  );
  expect(wrong).toEqual([]);
});

test('each of them is what the program says of itself', async () => {
  const help = await runCommand({ words: ['--help'], environment: {} });
  for (const { words } of used) expect(help).toMatch(new RegExp(`^  ${words[0]}\\b`, 'm'));
});

test('every service that a runbook names to Compose is one of compose.yaml', () => {
  const pattern =
    /docker compose (?:exec|restart|logs(?: --tail \d+)?|stop|up -d|run --rm(?: -v \S+)?) ([a-z-]+)/g;
  const named = guides.flatMap((file) =>
    codeOf(file).flatMap((line) => [...line.matchAll(pattern)].map(([, name]) => name ?? '')),
  );
  expect(named).toContain('orders');
  expect(named.filter((name) => !services.includes(name))).toEqual([]);
});

test('every runbook says how it is seen and what goes on, and stands in the list', () => {
  const list = readRoot('docs/runbooks/README.md');
  for (const file of runbooks.filter((one) => !one.endsWith('README.md'))) {
    expect(readRoot(file), file).toMatch(/\*\*Seen as\*\* .*[\s\S]*\*\*What goes on\*\* /);
    expect(list).toContain(`(${path.basename(file)})`);
  }
});

test('every file that a guide of deployment names is there', () => {
  const made = /^deploy\/(secrets|certificates|shop-)/;
  const names = guides.flatMap((file) =>
    codeOf(file).flatMap((line) => line.match(/\bdeploy\/[\w./-]*\w/g) ?? []),
  );
  expect(names.length).toBeGreaterThan(5);
  const gone = names.filter((name) => !made.test(name) && !existsSync(path.join(root, name)));
  expect(gone).toEqual([]);
});
