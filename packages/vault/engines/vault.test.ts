/** Keys in a real Vault: as every sealer's, and through all that can be wrong with a Vault. */
import { makeVaultServer, sealerSuite } from '@evertill/testing';
import type { VaultServer } from '@evertill/testing';
import { KeyLost, makeLog, makeMetrics, readOrMakeKeys, realWorld } from '@evertill/kernel';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openVault } from '../src/index.ts';
import type { Vault, VaultSettings } from '../src/index.ts';
import { VaultAway, VaultRefusal } from '../src/vault-trouble.ts';

const said: string[] = [];
const log = makeLog({ level: 'trace', destination: { write: (line) => void said.push(line) } });
const opened: Vault[] = [];
let server: VaultServer;
let vault: Vault;
beforeAll(async () => {
  server = await makeVaultServer();
  vault = await openVault({ ...surroundings(), settings: await server.settings() });
});
afterEach(() => {
  for (const one of opened.splice(0)) one.stop();
});
afterAll(async () => {
  vault.stop();
  await server.remove();
});

const surroundings = () => ({ world: realWorld(), log, metrics: makeMetrics() });

async function openWith(change: Partial<VaultSettings> = {}, seconds = 600): Promise<Vault> {
  const settings = { ...(await server.settings(seconds)), ...change };
  const one = await openVault({ ...surroundings(), settings });
  opened.push(one);
  return one;
}

const secret = Buffer.from('the secret of a shop');
const patience = { timeout: 30_000, interval: 100 };

/** Forgets a shop's key, with rights that the server itself has not. */
async function lose(tenantId: string): Promise<void> {
  const key = `transit/keys/evertill-shop-${tenantId}`;
  await server.ask('POST', `${key}/config`, { deletion_allowed: true });
  await server.ask('DELETE', key);
}

describe('as every sealer', () => {
  sealerSuite(() => {
    const tenantId = randomUUID();
    return {
      sealer: vault.sealerOf(tenantId),
      rotate: () => vault.rotate(tenantId),
      lose: () => lose(tenantId),
      other: () => vault.sealerOf(randomUUID()),
    };
  });
});

describe('a shelf', () => {
  test('is filled once, of however many that start together, and replaced whole', async () => {
    const name = `keys-${randomUUID()}`;
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, at) =>
        readOrMakeKeys({
          shelf: vault.shelf(name),
          make: () => Promise.resolve({ id: `${at}`, key: { kid: `${at}` } }),
        }),
      ),
    );
    expect(new Set(made.map((keys) => JSON.stringify(keys))).size).toBe(1);
    const shelf = vault.shelf(name);
    const before = await shelf.mark();
    await shelf.replace('x', [{ kid: 'x' }, { kid: 'y' }]);
    expect(await shelf.read()).toEqual([{ kid: 'x' }, { kid: 'y' }]);
    expect(await shelf.mark()).not.toBe(before);
    expect(await vault.shelf(`none-${randomUUID()}`).read()).toBeUndefined();
  });
});

describe('a key of a shop', () => {
  test('is shredded: what it sealed is gone, and so it is not with the rights of a server', async () => {
    const tenantId = randomUUID();
    const text = await vault.sealerOf(tenantId).seal(secret, 'x');
    await expect(vault.shred(tenantId)).rejects.toThrow(VaultRefusal);
    expect(await vault.sealerOf(tenantId).open(text, 'x')).toEqual(secret);
    const tokenFile = path.join(server.folder, 'shredder');
    const { auth } = await server.ask('POST', 'auth/token/create', { ttl: '1h' });
    await writeFile(tokenFile, auth.client_token as string);
    const shredder = await openWith({ login: { kind: 'token', tokenFile } });
    await shredder.shred(tenantId);
    await expect(vault.sealerOf(tenantId).open(text, 'x')).rejects.toThrow(KeyLost);
  });
});

describe('a token', () => {
  test('is renewed while it may be, and made anew when its life is over', async () => {
    // Six seconds, and twelve in all: through a renewal, and past its end.
    const short = await openWith({}, 6);
    const tenantId = randomUUID();
    const text = await short.sealerOf(tenantId).seal(secret, 'x');
    const began = Date.now();
    let failures = 0;
    while (Date.now() - began < 14_000) {
      await short
        .sealerOf(tenantId)
        .open(text, 'x')
        .catch(() => (failures += 1));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(failures).toBe(0);
  });

  test('that was revoked is replaced by the next question', async () => {
    const one = await openWith();
    const tenantId = randomUUID();
    const text = await one.sealerOf(tenantId).seal(secret, 'x');
    const { data } = await server.ask('LIST', 'auth/token/accessors');
    for (const accessor of data.keys as string[]) {
      const { data: found } = await server.ask('POST', 'auth/token/lookup-accessor', { accessor });
      const isOurs = (found.policies as string[]).includes('evertill');
      if (isOurs) await server.ask('POST', 'auth/token/revoke-accessor', { accessor });
    }
    const opening = Array.from({ length: 10 }, () => one.sealerOf(tenantId).open(text, 'x'));
    for (const open of await Promise.all(opening)) expect(open).toEqual(secret);
  });

  test('of a file that is wrong is refused in words, without the token', async () => {
    const tokenFile = path.join(server.folder, 'wrong-token');
    await writeFile(tokenFile, 'hvs.NOBODYSTOKEN\n');
    const one = await openWith({ login: { kind: 'token', tokenFile } });
    const error: unknown = await one
      .shelf('x')
      .read()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VaultRefusal);
    expect(String(error)).not.toContain('NOBODYSTOKEN');
    // Put right, it is read again.
    const { auth } = await server.ask('POST', 'auth/token/create', { policies: ['evertill'] });
    await writeFile(tokenFile, auth.client_token as string);
    expect(await one.shelf(`y-${randomUUID()}`).read()).toBeUndefined();
  });
});

describe('while Vault is away', () => {
  const away = async (one: Vault, text: string, tenantId: string): Promise<number> => {
    const began = performance.now();
    await expect(one.sealerOf(tenantId).open(text, 'x')).rejects.toThrow(VaultAway);
    return performance.now() - began;
  };

  test.each(['sealed', 'slow', 'killed'] as const)('%s: said soon, then at once', async (how) => {
    const one = await openWith({ deadlineMs: 400 });
    const tenantId = randomUUID();
    const text = await one.sealerOf(tenantId).seal(secret, 'x');
    if (how === 'sealed') await server.seal();
    if (how === 'slow') {
      server.pause();
      // It may still answer what it was about to.
      const open = () =>
        one
          .sealerOf(tenantId)
          .open(text, 'x')
          .catch(() => undefined);
      await expect.poll(open, patience).toBeUndefined();
    }
    if (how === 'killed') await server.kill();
    for (let count = 0; count < 3; count += 1) {
      expect(await away(one, text, tenantId)).toBeLessThan(5_000);
    }
    // Nobody waits for it any more: a hundred are told in less time than one would wait.
    const began = performance.now();
    for (let count = 0; count < 100; count += 1) await away(one, text, tenantId);
    expect(performance.now() - began).toBeLessThan(400);
    if (how === 'sealed') await server.unseal();
    if (how === 'slow') server.resume();
    if (how === 'killed') await server.start();
    await expect
      .poll(
        () =>
          one
            .sealerOf(tenantId)
            .open(text, 'x')
            .catch(() => undefined),
        patience,
      )
      .toEqual(secret);
  });
});

test('nothing that was logged holds a token or a secret', () => {
  const all = said.join('\n');
  expect(all).not.toMatch(/hv[sb]\.[A-Za-z0-9]/);
  expect(all).not.toContain(secret.toString('base64'));
});
