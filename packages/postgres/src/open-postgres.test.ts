/** A home from its first start to its last stop, with real servers and real processes. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  asStranger,
  cleanUp,
  connected,
  isServer,
  newHome,
  open,
  Opener,
  postmasterPid,
  query,
  quiet,
} from '../test/homes.ts';
import { openPostgres } from './open-postgres.ts';

afterEach(cleanUp);

describe('a home', () => {
  test('is made, stopped, and found again with its data, port and password', async () => {
    const home = newHome();
    const told: string[] = [];
    const first = await openPostgres({ home, log: quiet, onProgress: (text) => told.push(text) });
    expect(told[0]).toMatch(/Initialising the database/);
    expect(first.wasStarted).toBe(true);
    await query(first.url, 'CREATE TABLE sales (id int)');
    await first.stop();
    expect(postmasterPid(home)).toBeUndefined();

    const begin = Date.now();
    const second = await open(home);
    expect(Date.now() - begin).toBeLessThan(2_000);
    expect(second.port).toBe(first.port);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await query(second.url, 'SELECT count(*)::int AS count FROM sales')).toEqual([
      { count: 0 },
    ]);
  });

  test('is durable, speaks UTF-8, listens on the loopback only and keeps its secrets', async () => {
    const home = newHome();
    const { url, port } = await open(home);
    const names = `'fsync','synchronous_commit','full_page_writes','data_checksums',
      'data_sync_retry','listen_addresses','unix_socket_directories','server_encoding',
      'max_connections','log_min_error_statement'`;
    const text = `SELECT json_object_agg(name, setting) AS settings FROM pg_settings
      WHERE name IN (${names})`;
    const [row] = await query<{ settings: object }>(url, text);
    expect(row?.settings).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      data_sync_retry: 'off',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      server_encoding: 'UTF8',
      max_connections: '200',
      log_min_error_statement: 'panic',
    });
    const locale = `SELECT datlocprovider::text || ' ' || datlocale AS locale
      FROM pg_database WHERE datname = current_database()`;
    expect(await query(url, locale)).toEqual([{ locale: 'b C.UTF-8' }]);

    const root = join(home, 'postgres');
    for (const name of ['postgres.json', 'postgres.log']) {
      expect(statSync(join(root, name)).mode & 0o777, name).toBe(0o600);
    }
    const { password } = new URL(url);
    expect(Buffer.from(password, 'base64url')).toHaveLength(32);
    expect(execFileSync('ps', ['axww', '-o', 'command'], { encoding: 'utf8' })).toContain(
      `port=${port}`,
    );
    expect(execFileSync('ps', ['axeww'], { encoding: 'utf8' })).not.toContain(password);
    expect(readFileSync(join(root, 'postgres.log'), 'utf8')).not.toContain(password);
    const wrong = url.replace(password, 'wrong');
    await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('gets a new password when its runtime file is lost or wrong, running or not', async () => {
    const home = newHome();
    const runtimeFile = join(home, 'postgres', 'postgres.json');
    const spoil = (port: number): void =>
      writeFileSync(runtimeFile, JSON.stringify({ port, password: 'wrong' }));
    const first = new Opener(home);
    const { url, port } = await first.told('open');
    await query(url, 'CREATE TABLE sales (id int)');
    await first.kill();
    spoil(port);
    const passwords = new Set([new URL(url).password]);
    const wreckings = [() => spoil(port), () => rmSync(runtimeFile), () => undefined];
    for (const wreck of wreckings) {
      const again = await open(home);
      await query(again.url, 'SELECT * FROM sales');
      passwords.add(new URL(again.url).password);
      await again.stop();
      wreck();
    }
    expect(passwords.size).toBe(4);
  });

  test('moves to another port when its own is taken', async () => {
    const home = newHome();
    const first = await open(home);
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    const second = await open(home);
    expect(second.port).not.toBe(first.port);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    squatter.close();
  });
});

describe('several processes', () => {
  test('that open one home at once share one server, and the last one out stops it', async () => {
    const home = newHome();
    const openers = [new Opener(home), new Opener(home), new Opener(home)];
    const opens = await Promise.all(openers.map((opener) => opener.told('open')));
    expect(opens.filter(({ wasStarted }) => wasStarted)).toHaveLength(1);
    expect(new Set(opens.map(({ port }) => port)).size).toBe(1);
    const pid = postmasterPid(home) ?? 0;
    for (const opener of openers) {
      expect(isServer(pid)).toBe(true);
      await opener.stop();
    }
    expect(isServer(pid)).toBe(false);
  });

  test('leave the server to a session that is not ours, but not to one of ours', async () => {
    const home = newHome();
    const first = await open(home);
    const stranger = await connected(asStranger(first.url));
    await first.stop();
    expect((await stranger.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await stranger.end();

    const second = await open(home);
    expect(second.wasStarted).toBe(false);
    const ours = await connected(second.url);
    await second.stop();
    await expect(ours.query('SELECT 1')).rejects.toThrow();
    expect(postmasterPid(home)).toBeUndefined();
  });
});
