/**
 * The log-in of a pod, by the protocol that Vault's documentation describes: what is sent, that the
 * token of the service account is read again each time, since Kubernetes turns it round, and what
 * becomes of one that is refused.
 */
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '../src/index.ts';
import type { Vault } from '../src/index.ts';
import { VaultRefusal } from '../src/vault-trouble.ts';
import { pretendVault } from './pretend-vault.ts';
import type { Asked, PretendVault } from './pretend-vault.ts';

const LOGIN = 'auth/cluster/login';
let folder: string;
let tokenFile: string;
let pretend: PretendVault;
let vault: Vault;
let said: string[];
/** Which tokens of service accounts are believed; those of Vault's that are good for anything. */
let believed: Set<string>;
let good: Set<string>;
let leaseSeconds: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-pod-'));
  tokenFile = path.join(folder, 'token');
  await writeFile(tokenFile, 'pod-token-1\n');
  [believed, good, said, leaseSeconds] = [new Set(['pod-token-1']), new Set(), [], 600];
  pretend = await pretendVault((asked) => (asked.path === LOGIN ? logIn(asked) : answer(asked)));
  vault = await openVault({
    settings: {
      address: pretend.address,
      namespace: 'shops',
      login: { kind: 'kubernetes', mount: 'cluster', role: 'evertill', tokenFile },
      authorityFile: undefined,
      transitMount: 'transit',
      keyValueMount: 'secret',
      prefix: 'evertill',
      deadlineMs: 5_000,
    },
    world: realWorld(),
    log: makeLog({ level: 'trace', destination: { write: (line) => void said.push(line) } }),
    metrics: makeMetrics(),
  });
});
afterEach(async () => {
  vault.stop();
  await pretend.close();
  await rm(folder, { recursive: true, force: true });
  expect(said.join()).not.toMatch(/pod-token|vault-token/);
});

/** As Vault: a role and the token of a pod, and nothing else; no token of Vault's yet. */
function logIn({ method, body, token }: Asked) {
  const { role, jwt, ...rest } = body as { role: string; jwt: string };
  const isRight = method === 'POST' && token === undefined && Object.keys(rest).length === 0;
  if (!isRight) return { status: 400, body: { errors: ['not the protocol'] } };
  if (role !== 'evertill') {
    return { status: 400, body: { errors: [`invalid role name "${role}"`] } };
  }
  if (!believed.has(jwt)) return { status: 403, body: { errors: ['permission denied'] } };
  const made = `vault-token-${pretend.asked.length}`;
  good.add(made);
  const auth = { client_token: made, lease_duration: leaseSeconds, renewable: true };
  return { status: 200, body: { auth } };
}

function answer({ path: asked, token }: Asked) {
  if (token === undefined || !good.has(token)) {
    return { status: 403, body: { errors: ['permission denied'] } };
  }
  if (asked === 'auth/token/renew-self') {
    const auth = { client_token: token, lease_duration: leaseSeconds, renewable: true };
    return { status: 200, body: { auth } };
  }
  const data = { data: { keys: [{ kid: 'one' }] }, metadata: { version: 1 } };
  return { status: 200, body: { data } };
}

const logIns = (): readonly Asked[] => pretend.asked.filter(({ path: asked }) => asked === LOGIN);
const read = (): Promise<unknown> => vault.shelf('x').read();

test('it sends the role and the token of the pod, once for however many ask', async () => {
  await Promise.all(Array.from({ length: 10 }, read));
  expect(logIns()).toEqual([
    {
      method: 'POST',
      path: LOGIN,
      token: undefined,
      namespace: 'shops',
      body: { role: 'evertill', jwt: 'pod-token-1' },
    },
  ]);
  expect(pretend.asked.every(({ namespace }) => namespace === 'shops')).toBe(true);
});

test('a token of Vault’s that ended is followed by a log-in with what the file says now', async () => {
  await read();
  good.clear();
  believed = new Set(['pod-token-2']);
  await writeFile(tokenFile, 'pod-token-2');
  expect(await read()).toEqual([{ kid: 'one' }]);
  expect(logIns().map(({ body }) => body)).toEqual([
    { role: 'evertill', jwt: 'pod-token-1' },
    { role: 'evertill', jwt: 'pod-token-2' },
  ]);
});

test('a pod that is refused is told so, and let in once its token is believed', async () => {
  believed.clear();
  const refused = await read().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(VaultRefusal);
  expect(String(refused)).toBe(`VaultRefusal: Vault answered 403 to ${LOGIN}: permission denied`);
  believed.add('pod-token-1');
  expect(await read()).toEqual([{ kid: 'one' }]);
});

test('a file that is empty or gone is said by its name, and read again', async () => {
  await writeFile(tokenFile, '\n');
  await expect(read()).rejects.toThrow(`${tokenFile} holds nothing`);
  await rm(tokenFile);
  await expect(read()).rejects.toThrow('ENOENT');
  await writeFile(tokenFile, 'pod-token-1');
  expect(await read()).toEqual([{ kid: 'one' }]);
}, 30_000);

test('what is let in is renewed, and not logged in again', async () => {
  leaseSeconds = 1;
  await read();
  await expect
    .poll(
      () => pretend.asked.filter(({ path: asked }) => asked === 'auth/token/renew-self').length,
      { timeout: 20_000 },
    )
    .toBeGreaterThan(1);
  expect(await read()).toEqual([{ kid: 'one' }]);
  expect(logIns()).toHaveLength(1);
});
