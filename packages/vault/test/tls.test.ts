/** Over TLS: whom we believe, whom not, and what is said then. */
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVault } from '../src/index.ts';
import { VaultAway } from '../src/vault-trouble.ts';
import { pretendVault } from './pretend-vault.ts';
import type { PretendVault } from './pretend-vault.ts';

/** Of `localhost`, `127.0.0.1` and `till.example`, by an authority that nobody knows. */
const keys = path.join(import.meta.dirname, '../../../apps/server/test/tls');
let folder: string;
let pretend: PretendVault;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-vault-tls-'));
  await writeFile(path.join(folder, 'token'), 'a-token-of-vault');
  await writeFile(path.join(folder, 'other.pem'), rootCertificates[0] ?? '');
  await writeFile(path.join(folder, 'empty.pem'), 'nothing');
  const [key, cert] = await Promise.all(
    ['first.key.pem', 'first.cert.pem'].map((name) => readFile(path.join(keys, name))),
  );
  pretend = await pretendVault(
    ({ path: asked }) =>
      asked === 'auth/token/lookup-self'
        ? { status: 200, body: { data: { ttl: 0, renewable: false } } }
        : { status: 200, body: { data: { data: { keys: [1] }, metadata: { version: 1 } } } },
    { key, cert },
  );
});
afterAll(async () => {
  await pretend.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(authorityFile: string | undefined, address = pretend.address) {
  const vault = await openVault({
    settings: {
      address,
      namespace: undefined,
      login: { kind: 'token', tokenFile: path.join(folder, 'token') },
      authorityFile,
      transitMount: 'transit',
      keyValueMount: 'secret',
      prefix: 'evertill',
      deadlineMs: 5_000,
    },
    world: realWorld(),
    log: makeLog({ level: 'silent', destination: { write: () => undefined } }),
    metrics: makeMetrics(),
  });
  try {
    return await vault.shelf('x').read();
  } catch (error) {
    return error;
  } finally {
    vault.stop();
  }
}

test('an authority of one’s own vouches for it', async () => {
  expect(await read(path.join(keys, 'authority.cert.pem'))).toEqual([1]);
});

test.each([
  ['another authority', () => path.join(folder, 'other.pem'), /VAULT_CACERT: unable to verify/],
  ['the system’s', () => undefined, /VAULT_CACERT: unable to verify/],
  ['a file that is none', () => path.join(folder, 'empty.pem'), /PEM|unable to verify/i],
  ['a file that is not there', () => path.join(folder, 'none.pem'), /ENOENT/],
])('%s does not: it is away, in words, and hears no token', async (_, file, words) => {
  const before = pretend.asked.length;
  const error = await read(file());
  expect(error).toBeInstanceOf(VaultAway);
  expect(String(error)).toMatch(words);
  expect(pretend.asked.length).toBe(before);
});

// Other systems have one address of this machine.
test.runIf(process.platform === 'linux')('a certificate of another name is none', async () => {
  const before = pretend.asked.length;
  const elsewhere = pretend.address.replace('127.0.0.1', '127.0.0.2');
  const error = await read(path.join(keys, 'authority.cert.pem'), elsewhere);
  expect(String(error)).toContain('not believed, see VAULT_CACERT: Hostname');
  expect(pretend.asked.length).toBe(before);
});

test('no HTTP is spoken where HTTPS is', async () => {
  const before = pretend.asked.length;
  const plain = pretend.address.replace('https', 'http');
  expect(await read(undefined, plain)).toBeInstanceOf(VaultAway);
  expect(pretend.asked.length).toBe(before);
});
