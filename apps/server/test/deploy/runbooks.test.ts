import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
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
    const found = /(?:^|[\s=])evertill ((?:[a-z-]+ ?)*)(.*)$/.exec(line.replace(/ #.*/, ''));
    const [, words = '', rest = ''] = found ?? [];
    const first = words.trim().split(' ');
    if (found === null || first[0] === '') return [];
    return [{ file, line, words: first, options: rest.match(/--[a-z-]+/g) ?? [] }];
  });
}

const used = guides.flatMap(commandsOf);
const helps = new Map<string, string>();

async function helpOf(words: readonly string[]): Promise<string> {
  const key = words.join(' ');
  const known = helps.get(key);
  if (known !== undefined) return known;
  const help = await runCommand({ words: [...words, '--help'], environment: {} });
  helps.set(key, help);
  return help;
}

beforeAll(async () => {
  await helpOf([]);
});

const lists = (help: string, word: string): boolean => new RegExp(`^  ${word}\\b`, 'm').test(help);

test('every command that a runbook or a guide of deployment tells is one of the program', async () => {
  const wrong: string[] = [];
  for (const { file, line, words, options } of used) {
    const [command = '', part = ''] = words;
    if (!lists(await helpOf([]), command)) {
      wrong.push(`${file}: ${line}`);
      continue;
    }
    const help = await helpOf([command]);
    const isGroup = /^Commands:/m.test(help);
    if (isGroup && part !== '' && !lists(help, part)) wrong.push(`${file}: ${line}`);
    const whole = isGroup && part !== '' ? help + (await helpOf([command, part])) : help;
    wrong.push(
      ...options.filter((option) => !whole.includes(option)).map((option) => `${file}: ${option}`),
    );
  }
  expect(used.map(({ words }) => words.slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['dead-letters list', 'doctor', 'verify', 'erasures apply']),
  );
  expect(wrong).toEqual([]);
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
