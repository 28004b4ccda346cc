/** What a server is told about log-ins that Vault lends, and what it does without the owner's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import type { Environment } from '../src/config.ts';
import { runCommand } from './server-process.ts';

const nobodys = 'postgres://db.example.com:5432/evertill';
const owners = 'postgres://owner:secret@db.example.com:5432/evertill';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-lent-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lent = {
  VAULT_ADDR: 'http://127.0.0.1:1',
  VAULT_TOKEN_FILE: '/nowhere/token',
  EVERTILL_VAULT_DATABASE: 'database',
};
const ownerOf = (environment: Environment): boolean => readConfig(environment).hasOwner;

test('there is an owner unless Vault lends log-ins and the URL names nobody', () => {
  expect(readConfig({ ...lent, DATABASE_URL: nobodys }).vault?.databaseMount).toBe('database');
  expect(ownerOf({ ...lent, DATABASE_URL: nobodys })).toBe(false);
  expect(ownerOf({ ...lent, DATABASE_URL: owners })).toBe(true);
  // Requests go through a pooler that nobody's name is told; the owner goes past it.
  expect(ownerOf({ ...lent, DATABASE_URL: nobodys, DATABASE_DIRECT_URL: owners })).toBe(true);
  // Without Vault it is as it was: the system knows who that is.
  expect(ownerOf({ DATABASE_URL: nobodys })).toBe(true);
  expect(ownerOf({})).toBe(true);
});

test.each([
  ['without Vault', { EVERTILL_VAULT_DATABASE: 'database', DATABASE_URL: nobodys }, /VAULT_ADDR/],
  ['for a PostgreSQL of our own', lent, /needs DATABASE_URL/],
  ['from no path', { ...lent, EVERTILL_VAULT_DATABASE: 'a b', DATABASE_URL: nobodys }, /a path of/],
])('log-ins %s are refused', (_, environment, words) => {
  expect(() => readConfig(environment)).toThrow(ConfigError);
  expect(() => readConfig(environment)).toThrow(words);
});

test('whoever commands needs the owner, and is told so in words', async () => {
  const environment = { ...lent, EVERTILL_HOME: folder, DATABASE_URL: nobodys };
  await expect(runCommand({ words: ['migrate'], environment })).rejects.toThrow(
    /ended with \d+: .*needs the owner of the database, by name in DATABASE_URL/s,
  );
});

test('Redis is vouched for by a file that can be read, over TLS alone', () => {
  const file = path.join(import.meta.dirname, 'tls', 'authority.cert.pem');
  const url = 'rediss://redis.example.com:6379';
  expect(readConfig({ REDIS_URL: url, REDIS_CACERT: file }).redis?.authority).toMatch(
    /^-----BEGIN CERTIFICATE-----/,
  );
  expect(() => readConfig({ REDIS_URL: url, REDIS_CACERT: '/nowhere' })).toThrow('cannot be read');
  const plain = 'redis://redis.example.com:6379';
  expect(() => readConfig({ REDIS_URL: plain, REDIS_CACERT: file })).toThrow('goes with rediss');
});
