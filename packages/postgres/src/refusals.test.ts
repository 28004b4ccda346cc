/** Homes that cannot be used: the words must name the path, and nothing may be destroyed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanUp, newHome, open, query } from '../test/homes.ts';
import { isRoot } from './is-root.ts';

afterEach(cleanUp);

describe('a home is refused', () => {
  test('that is no directory', async () => {
    const home = newHome();
    writeFileSync(home, '');
    await expect(open(home)).rejects.toMatchObject({
      code: 'home_unusable',
      message: expect.stringContaining(join(home, 'postgres')) as string,
    });
  });

  test('on a file system that takes no files', async () => {
    await expect(open('/proc/evertill')).rejects.toMatchObject({
      code: 'home_unusable',
      message: expect.stringContaining('/proc/evertill/postgres') as string,
    });
  });

  test('whose data another PostgreSQL made, and the data stays', async () => {
    const home = newHome();
    const data = join(home, 'postgres', 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'PG_VERSION'), '17\n');
    await expect(open(home)).rejects.toMatchObject({
      code: 'other_version',
      message: expect.stringMatching(/made by PostgreSQL 17/) as string,
    });
    expect(readFileSync(join(data, 'PG_VERSION'), 'utf8')).toBe('17\n');
  });

  test('whose data lost its version file, and the data stays', async () => {
    const home = newHome();
    const first = await open(home);
    await first.stop();
    const data = join(home, 'postgres', 'data');
    rmSync(join(data, 'PG_VERSION'));
    await expect(open(home)).rejects.toMatchObject({ code: 'cluster_failed' });
    expect(readdirSync(data)).toContain('global');
    writeFileSync(join(data, 'PG_VERSION'), '18\n');
    await open(home);
  });
});

/** A disk of our own, of the given size. Undefined where we may not mount one. */
function mountDisk(path: string, size: string): (() => void) | undefined {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], {
      stdio: 'ignore',
    });
    return () => execFileSync('umount', ['--lazy', path]);
  } catch {
    return undefined;
  }
}

describe.runIf(isRoot && process.platform === 'linux')('a full disk', () => {
  test('while the database is made is named, and room heals it', async ({ skip }) => {
    const home = newHome();
    const unmount = mountDisk(home, '12m') ?? skip('no right to mount');
    try {
      await expect(open(home)).rejects.toMatchObject({
        code: 'disk_full',
        message: expect.stringContaining(join(home, 'postgres')) as string,
      });
      execFileSync('mount', ['-o', 'remount,size=200m', home]);
      const postgres = await open(home);
      await query(postgres.url, 'SELECT 1');
      await postgres.stop();
    } finally {
      unmount();
    }
  });
});
