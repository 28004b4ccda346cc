/** The bootstrap on a root of its own, with an npm that only counts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { areDependenciesInstalled, installDependencies } from './install-dependencies.mjs';
import { capture, runInPlace } from './run.mjs';

let root;

function writeNpm(ending) {
  const script = `
    const fs = require('node:fs');
    fs.mkdirSync('node_modules', { recursive: true });
    fs.appendFileSync('runs', process.argv.slice(2).join(' ') + '\\n');
    setTimeout(() => { ${ending} }, 300);`;
  writeFileSync(join(root, 'npm-cli.js'), script);
}

const runs = () => readFileSync(join(root, 'runs'), 'utf8');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evertill bootstrap '));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeNpm('');
  vi.stubEnv('npm_execpath', join(root, 'npm-cli.js'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

test('dependencies are installed once by many, and again when the lock file changes', async () => {
  expect(areDependenciesInstalled(root)).toBe(false);
  await Promise.all([installDependencies(root), installDependencies(root)]);
  await installDependencies(root);
  expect(runs()).toBe('ci\n');
  writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
  expect(areDependenciesInstalled(root)).toBe(false);
  await installDependencies(root);
  expect(runs()).toBe('ci\nci\n');
});

test('a failure is told in the words of npm and leaves no stamp', async () => {
  writeNpm(`console.error('no such package'); process.exit(1);`);
  await expect(installDependencies(root)).rejects.toThrow(/npm ci failed \(1\):\nno such package/);
  expect(areDependenciesInstalled(root)).toBe(false);
});

test('what was installed by hand is believed when npm finished it', async () => {
  const packages = { 'node_modules/a': { version: '1.0.0' } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  await capture([process.execPath, '-e', `require('fs').mkdirSync('node_modules')`], { cwd: root });
  const record = join(root, 'node_modules', '.package-lock.json');
  writeFileSync(record, JSON.stringify({ packages }));
  await installDependencies(root);
  expect(areDependenciesInstalled(root)).toBe(true);
  expect(runs).toThrow();
});

test('a program ends with its own code or signal', async () => {
  const run = (code) => runInPlace([process.execPath, '-e', code], { stdio: 'ignore' });
  expect(await run('process.exit(9)')).toEqual({ code: 9, signal: null });
  expect(await run(`process.kill(process.pid, 'SIGKILL')`)).toEqual({
    code: null,
    signal: 'SIGKILL',
  });
  expect((await capture(['/no/such/program'])).code).toBe(127);
});
