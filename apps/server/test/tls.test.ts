/** The door's certificate: read, changed while connections are open, and never done without. */
import { makeLog, makeMetrics, openDoor, realWorld, addServicePages } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { freePort } from '@evertill/postgres';
import { ConfigError, readConfig, serve } from '@evertill/server';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeCertificate } from '@evertill/kernel';
import { openCertificateFiles } from '../src/tls/certificate-files.ts';
import { daysLeft, hostNamesOf } from '../src/tls/certificate.ts';
import { openChallengeDoor } from '../src/tls/challenge-door.ts';

const keys = (name: string): string => path.join(import.meta.dirname, 'tls', `${name}.pem`);
const ca = readFileSync(keys('authority.cert'), 'utf8');
const pairOf = (name: string) => ({
  cert: readFileSync(keys(`${name}.cert`), 'utf8'),
  key: readFileSync(keys(`${name}.key`), 'utf8'),
});
const lines: string[] = [];
const log = makeLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });

/** The real world, in which waiting is over when the test says so. */
function waitingWorld(): World & { readonly goOn: () => void } {
  let waiting: (() => void)[] = [];
  return {
    ...realWorld(),
    scheduler: {
      after: (_, work) => {
        waiting.push(work);
        return () => {
          waiting = waiting.filter((one) => one !== work);
        };
      },
    },
    goOn: () => {
      const now = waiting;
      waiting = [];
      for (const work of now) work();
    },
  };
}

interface Got {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly serial: string;
}

function get(port: number, agent: Agent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path: '/health/live', agent, ca },
      (answer) => {
        if (!(answer.socket instanceof TLSSocket)) throw new Error('in the clear');
        const { serialNumber } = answer.socket.getPeerCertificate();
        answer.resume().on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            serial: serialNumber,
          });
        });
      },
    );
    asked.on('error', reject).end();
  });
}

async function openSafeDoor() {
  const metrics = makeMetrics();
  const app = openDoor({
    world: realWorld(),
    log,
    metrics,
    dispatch: () => Promise.resolve({}),
    callers: { callerOf: () => Promise.reject(new Error('nobody')), forget: () => undefined },
    operations: [],
    tls: pairOf('first'),
  });
  const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: {} };
  await addServicePages(app, {
    documents: { native: document, nexis: document },
    events: {},
    metrics,
    isSafe: true,
    metricsToken: undefined,
    findUnready: () => Promise.resolve([]),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, port: (app.server.address() as AddressInfo).port };
}

describe('a safe door', () => {
  let door: Awaited<ReturnType<typeof openSafeDoor>>;
  beforeAll(async () => {
    door = await openSafeDoor();
  });
  afterAll(() => door.app.close());

  test('speaks TLS to whoever trusts its authority, and tells browsers to come back so', async () => {
    const { status, headers } = await get(door.port, new Agent());
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('takes another certificate while a connection stays open', async () => {
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await get(door.port, kept);
    changeCertificate(door.app, pairOf('second'));
    const same = await get(door.port, kept);
    expect([same.status, same.serial]).toEqual([200, before.serial]);
    const other = await get(door.port, new Agent());
    expect(other.serial).not.toBe(before.serial);
    const { cert } = pairOf('first');
    expect(() => changeCertificate(door.app, { ...pairOf('second'), cert })).toThrow();
    expect((await get(door.port, new Agent())).serial).toBe(other.serial);
    kept.destroy();
  });
});

describe('a certificate out of files', () => {
  let home: string;
  let files: { certFile: string; keyFile: string };
  const put = (name: string, ...what: ('cert' | 'key')[]) => {
    for (const one of what) {
      copyFileSync(keys(`${name}.${one}`), one === 'cert' ? files.certFile : files.keyFile);
    }
  };
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'evertill-tls-'));
    files = { certFile: path.join(home, 'c.pem'), keyFile: path.join(home, 'k.pem') };
  });
  afterEach(() => lines.splice(0));
  afterAll(() => rmSync(home, { recursive: true }));

  test('is taken anew when both files changed, and not before', async () => {
    put('first', 'cert', 'key');
    const world = waitingWorld();
    const source = openCertificateFiles(files, world, log);
    expect(source.current()).toEqual(pairOf('first'));
    const seen: unknown[] = [];
    source.watch((pair) => seen.push(pair));
    world.goOn();
    expect(seen).toEqual([]);
    put('second', 'cert');
    world.goOn();
    expect([seen, source.current()]).toEqual([[], pairOf('first')]);
    expect(lines.join('')).toContain('the certificate stays');
    put('second', 'key');
    world.goOn();
    expect([seen, source.current()]).toEqual([[pairOf('second')], pairOf('second')]);
    await source.stop();
    put('first', 'cert', 'key');
    world.goOn();
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['no such file', () => rmSync(files.keyFile)],
    ['no certificate', () => writeFileSync(files.certFile, 'x')],
    ['another’s key', () => put('second', 'key')],
  ])('that is none stops the start: %s', (_, spoil) => {
    put('first', 'cert', 'key');
    spoil();
    expect(() => openCertificateFiles(files, waitingWorld(), log)).toThrow(ConfigError);
  });

  test('says for whom it is, and how long', () => {
    expect(hostNamesOf(pairOf('first'))).toEqual(['till.example', 'localhost']);
    expect(daysLeft(pairOf('first'), new Date())).toBeGreaterThan(20_000);
  });
});

test('the door for challenges shows what it was given, and sends everybody else away', async () => {
  const goTo = () => 'till.example:8443';
  const port = await freePort();
  const door = await openChallengeDoor({ host: '127.0.0.1', port, goTo });
  const ask = async (where: string) => {
    const url = `http://127.0.0.1:${port}${where}`;
    const response = await fetch(url, { redirect: 'manual' });
    return [response.status, response.headers.get('location') ?? (await response.text())];
  };
  door.show('abc', 'abc.thumb');
  expect(await ask('/.well-known/acme-challenge/abc')).toEqual([200, 'abc.thumb']);
  door.hide('abc');
  expect(await ask('/.well-known/acme-challenge/abc')).toEqual([404, '']);
  expect(await ask('/api/products/?a=1')).toEqual([
    308,
    'https://till.example:8443/api/products/?a=1',
  ]);
  await expect(openChallengeDoor({ host: '127.0.0.1', port, goTo })).rejects.toThrow(
    `ACME needs port ${port}`,
  );
  await door.close();
});

describe('settings', () => {
  const pair = { EVERTILL_TLS_CERT: '/c', EVERTILL_TLS_KEY: '/k' };
  const acme = { EVERTILL_ACME_DOMAIN: 'a.example, b.example', EVERTILL_ACME_EMAIL: 'x@a.example' };

  test('name a pair of files, or an authority', () => {
    expect(readConfig(pair).tls).toEqual({ kind: 'files', certFile: '/c', keyFile: '/k' });
    expect(readConfig(acme).tls).toEqual({
      kind: 'acme',
      domains: ['a.example', 'b.example'],
      email: 'x@a.example',
      directory: 'https://acme-v02.api.letsencrypt.org/directory',
      challengePort: 80,
    });
  });

  test.each([
    [{ EVERTILL_TLS_CERT: '/c' }, 'go together'],
    [{ ...pair, ...acme }, 'not both'],
    [{ EVERTILL_ACME_DOMAIN: 'a.example' }, 'needs EVERTILL_ACME_EMAIL'],
    [{ ...acme, EVERTILL_ACME_DOMAIN: 'a b' }, 'names domains'],
    [{ ...acme, EVERTILL_ACME_DIRECTORY: 'http://x' }, 'https address'],
    [{ ...acme, EVERTILL_ACME_HTTP_PORT: '0' }, 'must be a port'],
    [{ EVERTILL_LIMIT_CALLER: 'many' }, 'units/seconds'],
    [{ EVERTILL_TRUST_PROXY: 'everybody' }, 'addresses and networks'],
  ])('%j are refused in words', (environment, words) => {
    expect(() => readConfig(environment)).toThrow(words);
  });

  test('of limits and proxies are read', () => {
    const { allowances, trustedProxies } = readConfig({
      EVERTILL_LIMIT_CALLER: '7/2',
      EVERTILL_LIMIT_HEAVY: 'off',
      EVERTILL_TRUST_PROXY: '10.0.0.1, 192.168.0.0/16',
    });
    expect(allowances.caller).toEqual({ units: 7, seconds: 2 });
    expect(allowances).not.toHaveProperty('heavy');
    expect(trustedProxies).toEqual(['10.0.0.1', '192.168.0.0/16']);
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'shop.example'])(
    'HOST=%s without a certificate stops the start, before anything was touched',
    async (HOST) => {
      const home = path.join(tmpdir(), 'evertill-that-is-never-made');
      const config = readConfig({ HOST, EVERTILL_HOME: home });
      const starting = serve(config, realWorld(), () => undefined);
      await expect(starting).rejects.toThrow('passwords would travel in the clear');
    },
  );
});
