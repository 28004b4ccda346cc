/** The small parts, each on its own: locks, links, the log, the port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mendLinks } from './binaries.ts';
import { pathFault } from './fault.ts';
import { freePort } from './free-port.ts';
import { holdShared, tryExclusive } from './lock.ts';
import { limitServerLog, openServerLog, closeServerLog } from './server-log.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evertill-parts-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('a lock', () => {
  test('excludes, lets sharers share, and is free once released', () => {
    const path = join(directory, 'a.lock');
    const first = tryExclusive(path);
    expect(tryExclusive(path)).toBeUndefined();
    first?.release();
    const [one, two] = [holdShared(path), holdShared(path)];
    expect(tryExclusive(path)).toBeUndefined();
    one.release();
    expect(tryExclusive(path)).toBeUndefined();
    two.release();
    expect(tryExclusive(path)).toBeDefined();
  });

  test('dies with the process that holds it', async () => {
    const path = join(directory, 'b.lock');
    const module = fileURLToPath(new URL('lock.ts', import.meta.url));
    const script = `
      const { tryExclusive } = await import(${JSON.stringify(module)});
      globalThis.lock = tryExclusive(${JSON.stringify(path)});
      console.log('held');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(holder.stdout, 'data');
    expect(tryExclusive(path)).toBeUndefined();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(tryExclusive(path)).toBeDefined();
  });
});

test('links that the install script did not make are made, and others left alone', () => {
  const native = join(directory, 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library');
  const link = (target: string): object => ({ source: 'native/lib/libpq.so.5.18', target });
  const list = [link('native/lib/libpq.so.5'), link('native/lib/libpq.so')];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(list));
  writeFileSync(join(native, 'lib', 'libpq.so'), 'kept');
  mendLinks(native);
  mendLinks(native);
  expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(readFileSync(join(native, 'lib', 'libpq.so'), 'utf8')).toBe('kept');
});

test('a long log is put aside once, and the server goes on in the emptied file', () => {
  const path = join(directory, 'postgres.log');
  const { file } = openServerLog(path);
  writeFileSync(file, 'x'.repeat(100));
  limitServerLog(path, 100);
  expect(existsSync(`${path}.1`)).toBe(false);
  writeFileSync(file, 'y');
  limitServerLog(path, 100);
  expect(statSync(`${path}.1`)).toMatchObject({ size: 101 });
  expect(statSync(`${path}.1`).mode & 0o777).toBe(0o600);
  writeFileSync(file, 'after');
  expect(readFileSync(path, 'utf8')).toBe('after');
  closeServerLog(file);
});

test('trouble with a path is told with the path, a full disk as such', () => {
  expect(pathFault('/x', { code: 'ENOSPC' })).toMatchObject({ code: 'disk_full' });
  expect(pathFault('/x', { code: 'EROFS' }).message).toMatch(/^\/x is on a read-only disk/);
});

test('a port is picked below those of outgoing connections', async () => {
  const port = await freePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_000);
});
