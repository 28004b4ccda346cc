/**
 * A certificate from a real ACME server: Pebble, Let's Encrypt's own for tests. It is a Go program,
 * which `npm run test:engines` builds and puts on the PATH.
 */
import { makeLog } from '@evertill/kernel';
import { ConfigError } from '@evertill/server';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAcme } from '../src/tls/acme.ts';
import type { CertificatePair } from '../src/tls/certificate.ts';

const DIRECTORY_PORT = 48_140;
const CHALLENGE_PORT = 48_150;
const DAY_MS = 24 * 3600 * 1000;
const keys = (name: string): string => path.join(import.meta.dirname, '../test/tls', `${name}.pem`);

let home: string;
let pebble: ChildProcess;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'evertill-acme-'));
  const authority = readFileSync(keys('authority.cert'), 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates(), authority]);
  const settings = {
    listenAddress: `127.0.0.1:${DIRECTORY_PORT}`,
    managementListenAddress: '',
    certificate: keys('first.cert'),
    privateKey: keys('first.key'),
    httpPort: CHALLENGE_PORT,
    tlsPort: CHALLENGE_PORT + 1,
    profiles: { default: { description: 'x', validityPeriod: 90 * 24 * 3600 } },
  };
  const file = path.join(home, 'pebble.json');
  writeFileSync(file, JSON.stringify({ pebble: settings }));
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1' };
  pebble = spawn('pebble', ['-config', file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    pebble.once('error', reject);
    pebble.once('exit', (code) => reject(new Error(`Pebble ended with ${String(code)}`)));
    pebble.stdout?.on('data', (bytes: Buffer) => {
      if (bytes.includes('ACME directory available')) resolve();
    });
  });
});
afterAll(() => {
  pebble.kill();
  rmSync(home, { recursive: true });
});

/** The real world, some days later, in which waiting is over when the test says so. */
function laterWorld() {
  let aheadMs = 0;
  const waiting: (() => void)[] = [];
  return {
    clock: { now: () => new Date(Date.now() + aheadMs) },
    scheduler: { after: (_: number, work: () => void) => (waiting.push(work), () => undefined) },
    turn: (days: number) => {
      aheadMs += days * DAY_MS;
      for (const work of waiting.splice(0)) work();
    },
    waiting,
  };
}

function open(world: ReturnType<typeof laterWorld>, domains: readonly string[] = ['localhost']) {
  return openAcme({
    home,
    host: '127.0.0.1',
    port: 8443,
    settings: {
      domains,
      email: 'shop@example.com',
      directory: `https://localhost:${DIRECTORY_PORT}/dir`,
      challengePort: CHALLENGE_PORT,
    },
    world,
    log: makeLog({ level: 'silent', destination: { write: () => undefined } }),
    onProgress: () => undefined,
  });
}

const serialOf = ({ cert }: CertificatePair): string => new X509Certificate(cert).serialNumber;

test('a first start gets one, a second keeps it, and it is renewed before it ends', async () => {
  const world = laterWorld();
  const first = await open(world);
  const { subjectAltName } = new X509Certificate(first.current().cert);
  expect(subjectAltName).toBe('DNS:localhost');
  const serial = serialOf(first.current());
  await first.stop();

  const folder = path.join(home, 'acme');
  expect(readdirSync(folder).toSorted()).toEqual(['account-key.pem', 'localhost.pem']);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  }
  const account = readFileSync(path.join(folder, 'account-key.pem'), 'utf8');

  const second = await open(world);
  expect(serialOf(second.current())).toBe(serial);
  const renewed: CertificatePair[] = [];
  second.watch((pair) => renewed.push(pair));
  await expect.poll(() => world.waiting.length).toBe(1);
  world.turn(55);
  await expect.poll(() => world.waiting.length).toBe(1);
  expect(renewed).toEqual([]);
  world.turn(10);
  await expect.poll(() => renewed.length, { timeout: 30_000 }).toBe(1);
  expect(serialOf(second.current())).not.toBe(serial);
  expect(readFileSync(path.join(folder, 'account-key.pem'), 'utf8')).toBe(account);
  await second.stop();
});

test('a name that does not lead here stops the start, in words', async () => {
  const starting = open(laterWorld(), ['nowhere.invalid']);
  await expect(starting).rejects.toThrow(ConfigError);
  await expect(open(laterWorld(), ['nowhere.invalid'])).rejects.toThrow(
    'must lead to this machine',
  );
});

test('what was kept for one name is not used for two', async () => {
  const world = laterWorld();
  await (await open(world)).stop();
  await expect(open(world, ['localhost', 'nowhere.invalid'])).rejects.toThrow(ConfigError);
});
