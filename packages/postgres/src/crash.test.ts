/** What is left after a crash, ours or PostgreSQL's, and that the next start copes with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  cleanUp,
  connected,
  isServer,
  killServer,
  makings,
  newHome,
  open,
  Opener,
  postmasterPid,
  query,
  until,
} from '../test/homes.ts';

afterEach(cleanUp);

const serverLog = (home: string): string =>
  readFileSync(join(home, 'postgres', 'postgres.log'), 'utf8');

describe('when we die', () => {
  test('kill -9 of the server process: the next one adopts its PostgreSQL', async () => {
    const home = newHome();
    const first = new Opener(home);
    const { url } = await first.told('open');
    const pid = postmasterPid(home);
    await first.kill();
    const second = await open(home);
    expect(second.wasStarted).toBe(false);
    expect(postmasterPid(home)).toBe(pid);
    expect(new URL(second.url).password).toBe(new URL(url).password);
    await second.stop();
    expect(isServer(pid ?? 0)).toBe(false);
  });

  test('kill -9 during initdb: the half-made directory is cleared away', async () => {
    const home = newHome();
    const first = new Opener(home);
    const catalogue = (name: string): string => join(home, 'postgres', name, 'base');
    await until(() => {
      const [name] = makings(home);
      return name !== undefined && statSync(catalogue(name), { throwIfNoEntry: false }) != null;
    });
    await first.kill();
    expect(makings(home)).not.toEqual([]);
    const second = await open(home);
    expect(second.wasStarted).toBe(true);
    expect(await query(second.url, 'SELECT current_database()')).toEqual([
      { current_database: 'evertill' },
    ]);
    // The orphaned initdb may still be writing: whichever start comes after its end clears away.
    const deadline = Date.now() + 20_000;
    while (makings(home).length > 0 && Date.now() < deadline) {
      await pause(200);
      await (await open(home)).stop();
    }
    expect(makings(home)).toEqual([]);
    await second.stop();
  });

  test('Ctrl-C goes to the whole process group, but PostgreSQL does not hear it', async () => {
    const home = newHome();
    const opener = new Opener(home, { isGroupOfItsOwn: true, isDeaf: true });
    const { url } = await opener.told('open');
    const session = await connected(url);
    process.kill(-(opener.process.pid ?? 0), 'SIGINT');
    await until(() => opener.lines.some(({ log }) => log === 'heard'));
    expect((await session.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await session.end();
    expect(serverLog(home)).not.toContain('shutdown request');
    await opener.stop();
  });

  test('SIGINT with a handler that calls stop(): a clean shutdown', async () => {
    const home = newHome();
    const opener = new Opener(home);
    await opener.told('open');
    const pid = postmasterPid(home) ?? 0;
    const exit = once(opener.process, 'exit');
    opener.process.kill('SIGINT');
    expect((await exit)[0]).toBe(0);
    expect(isServer(pid)).toBe(false);
    expect(serverLog(home)).toMatch(/received fast shutdown request[^]*is shut down\n$/);
  });
});

describe('when PostgreSQL dies', () => {
  test('kill -9 of the postmaster: told, and back on the same port with all it knew', async () => {
    const home = newHome();
    const postgres = await open(home);
    await query(postgres.url, 'CREATE TABLE sales AS SELECT 7 AS id');
    const onDown = vi.fn();
    postgres.onDown(onDown);
    const pid = killServer(home);
    await until(() => onDown.mock.calls.length === 1);
    const isBack = () =>
      vi.waitFor(
        async () => {
          expect(await query(postgres.url, 'SELECT id FROM sales')).toEqual([{ id: 7 }]);
        },
        { timeout: 15_000, interval: 50 },
      );
    await isBack();
    expect(postmasterPid(home)).not.toBe(pid);

    // Killed again, perhaps while the first repair is not over: then both are one breakdown.
    killServer(home);
    await isBack();
    await postgres.stop();
    await until(() => postmasterPid(home) === undefined || !isServer(postmasterPid(home) ?? 0));
  });

  test('an adopter brings it back when the one who started it is gone', async () => {
    const home = newHome();
    const starter = new Opener(home);
    const adopter = new Opener(home);
    await starter.told('open');
    const { url } = await adopter.told('open');
    await starter.kill();
    killServer(home);
    await adopter.told('down');
    await until(() => adopter.lines.some(({ log }) => log === 'PostgreSQL is back'));
    await query(url, 'SELECT 1');
    await adopter.stop();
    expect(postmasterPid(home)).toBeUndefined();
  });

  test('kill -9 of one session: everybody reconnects, no second server', async () => {
    const home = newHome();
    const { url } = await open(home);
    const pid = postmasterPid(home);
    const victim = await connected(url);
    const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => query(url, 'SELECT 1'), { timeout: 5_000, interval: 50 });
    expect(postmasterPid(home)).toBe(pid);
  });

  test('a stopped child keeps the old shared memory: we wait, end it, and start', async () => {
    const home = newHome();
    const opener = new Opener(home);
    const { url } = await opener.told('open');
    const session = await connected(url);
    const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const child = rows[0]?.pid ?? 0;
    process.kill(child, 'SIGSTOP');
    await opener.kill();
    killServer(home);
    const second = await open(home);
    expect(second.wasStarted).toBe(true);
    expect(serverLog(home)).toContain('pre-existing shared memory block');
    expect(isServer(child)).toBe(false);
  });

  test('a stale note whose process id is now somebody else’s does not stop a start', async () => {
    const home = newHome();
    const opener = new Opener(home);
    await opener.told('open');
    await opener.kill();
    killServer(home);
    const data = join(home, 'postgres', 'data');
    const { uid, gid } = statSync(data);
    const somebody = spawn('sleep', ['60'], { uid, gid });
    const note = join(data, 'postmaster.pid');
    const lines = readFileSync(note, 'utf8').split('\n');
    writeFileSync(note, [String(somebody.pid), ...lines.slice(1)].join('\n'));
    const again = await open(home);
    expect(again.wasStarted).toBe(true);
    expect(somebody.exitCode).toBeNull();
    somebody.kill();
  });
});
