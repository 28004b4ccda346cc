/**
 * The log-in of a pod, against Vault's own plugin for it. There is no cluster here: the API that
 * the plugin asks whether a token is a pod's, TokenReview, is a pretend one. All else is real.
 */
import { makeVaultServer } from '@evertill/testing';
import type { VaultServer } from '@evertill/testing';
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVault } from '../src/index.ts';
import type { Vault } from '../src/index.ts';
import { VaultRefusal } from '../src/vault-trouble.ts';

const NAMESPACE = 'shops';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const believed = new Set<string>();
const reviewed: string[] = [];
const said: string[] = [];
let vault: VaultServer;
let cluster: http.Server;
let tokenFile: string;
beforeAll(async () => {
  vault = await makeVaultServer();
  cluster = http.createServer(review);
  cluster.listen(0, '127.0.0.1');
  await once(cluster, 'listening');
  const { port } = cluster.address() as AddressInfo;
  tokenFile = path.join(vault.folder, 'pod-token');
  await vault.settings();
  await vault.ask('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  await vault.ask('POST', 'auth/kubernetes/config', {
    kubernetes_host: `http://127.0.0.1:${port}`,
    disable_local_ca_jwt: true,
  });
  await vault.ask('POST', 'auth/kubernetes/role/evertill', {
    bound_service_account_names: ['till'],
    bound_service_account_namespaces: [NAMESPACE],
    token_policies: ['evertill'],
    token_ttl: 4,
    token_max_ttl: 8,
  });
});
afterAll(async () => {
  cluster.closeAllConnections();
  cluster.close();
  await vault.remove();
});

/** As the API of a cluster: whether a token is known, and whose it is. */
function review(request: http.IncomingMessage, response: http.ServerResponse): void {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  request.on('end', () => {
    const { spec } = JSON.parse(text) as { spec: { token: string } };
    reviewed.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const [, claims = ''] = spec.token.split('.');
    const { sub, uid } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as {
      sub: string;
      uid: string;
    };
    const isKnown = believed.has(spec.token);
    const status = isKnown ? { authenticated: true, user: { username: sub, uid } } : {};
    response.writeHead(201, { 'content-type': 'application/json' });
    const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview' };
    response.end(JSON.stringify({ ...kind, status }));
  });
}

/** As the kubelet writes it for a pod. */
function podToken(name: string, lifeSeconds = 3_600): string {
  const uid = randomUUID();
  const nowS = Math.floor(Date.now() / 1000);
  const claims = {
    ...{
      iss: 'https://kubernetes.default.svc',
      uid,
      iat: nowS,
      nbf: nowS,
      exp: nowS + lifeSeconds,
    },
    sub: `system:serviceaccount:${NAMESPACE}:${name}`,
    'kubernetes.io': { namespace: NAMESPACE, serviceaccount: { name, uid } },
  };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signed = sign('RSA-SHA256', Buffer.from(parts.join('.')), privateKey);
  return [...parts, signed.toString('base64url')].join('.');
}

async function open(role = 'evertill'): Promise<Vault> {
  return openVault({
    settings: {
      ...(await vault.settings()),
      login: { kind: 'kubernetes', mount: 'kubernetes', role, tokenFile },
    },
    world: realWorld(),
    log: makeLog({ level: 'trace', destination: { write: (line) => void said.push(line) } }),
    metrics: makeMetrics(),
  });
}

async function tokenIs(text: string): Promise<void> {
  await writeFile(tokenFile, `${text}\n`);
}

test('a pod is let in, and again when its token of Vault’s is at its end, with a newer one', async () => {
  const [first, second] = [podToken('till'), podToken('till')];
  believed.add(first);
  await tokenIs(first);
  const one = await open();
  const shelf = one.shelf(`keys-${randomUUID()}`);
  expect(await shelf.read()).toBeUndefined();
  expect(reviewed).toEqual(['POST /apis/authentication.k8s.io/v1/tokenreviews']);
  // The kubelet turned it round; the old one is known no more.
  believed.delete(first);
  believed.add(second);
  await tokenIs(second);
  // Renewed or not, what Vault lends ends after eight seconds; no question is refused meanwhile.
  const until = Date.now() + 20_000;
  while (reviewed.length < 2 && Date.now() < until) {
    expect(await shelf.read()).toBeUndefined();
    await sleep(50);
  }
  expect(reviewed.length).toBeGreaterThanOrEqual(2);
  expect(await shelf.read()).toBeUndefined();
  one.stop();
}, 30_000);

test.each([
  ['that the cluster does not know', () => podToken('till'), false],
  ['of another service account', () => podToken('somebody'), true],
  ['that ended', () => podToken('till', -10), false],
  ['that is none', () => 'nothing', false],
])(
  'one %s is refused, and its token is in no word',
  async (_, make, isBelieved) => {
    const token = make();
    if (isBelieved) believed.add(token);
    await tokenIs(token);
    const one = await open();
    const error = await one
      .shelf('x')
      .read()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VaultRefusal);
    expect(String(error)).toMatch(
      /^VaultRefusal: Vault answered (400|403|500) to auth\/kubernetes\/login/,
    );
    expect(String(error)).not.toContain(token);
    // Put right, it is let in by the next question.
    const right = podToken('till');
    believed.add(right);
    await tokenIs(right);
    expect(await one.shelf(`keys-${randomUUID()}`).read()).toBeUndefined();
    one.stop();
  },
  30_000,
);

test('a role that is none is refused in words', async () => {
  const token = podToken('till');
  believed.add(token);
  await tokenIs(token);
  const one = await open('nobody');
  await expect(one.shelf('x').read()).rejects.toThrow('invalid role name "nobody"');
  one.stop();
});

test('nothing that was logged holds a token', () => {
  expect(/eyJ[A-Za-z0-9_-]{10}|hv[sb]\.[A-Za-z0-9]/.test(said.join('\n'))).toBe(false);
});
