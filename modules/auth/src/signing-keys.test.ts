import { tokenReader } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { SignJWT, UnsecuredJWT, exportSPKI, importJWK } from 'jose';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_SECONDS, signAccess } from './access-token.ts';
import { localSigningKeys, rotateLocalSigningKeys } from './signing-keys.ts';

let home: string;
let file: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'evertill-keys-'));
  file = join(home, 'keys', 'signing.json');
});
afterEach(() => rm(home, { recursive: true }));

const subject = {
  tenantId: '018f0000-0000-7000-8000-000000000001',
  userId: '018f0000-0000-7000-8000-0000000000a1',
  role: 'owner',
  tokenVersion: 1,
};

function makeWorld() {
  let nowMs = Date.UTC(2026, 0, 1);
  const world = {
    clock: { now: () => new Date(nowMs) },
    randomness: { bytes: (count: number) => Buffer.alloc(count, 7) },
  } as World;
  const pass = (seconds: number): void => {
    nowMs += seconds * 1000;
  };
  return { world, pass };
}

describe('the signing keys', () => {
  it('are made once, for their owner alone, and shared by all who start at once', async () => {
    const starters = Array.from({ length: 4 }, () => localSigningKeys(file, makeWorld().world));
    const kids = await Promise.all(starters.map(async (keys) => (await keys.current()).kid));
    expect(new Set(kids).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(home, 'keys'))).toEqual(['signing.json']);
    expect((await localSigningKeys(file, makeWorld().world).current()).kid).toBe(kids[0]);
  });

  it('do not mind the draft of a process that was killed', async () => {
    const { kid } = await localSigningKeys(file, makeWorld().world).current();
    await writeFile(`${file}.other.new`, '{"keys": [');
    expect((await localSigningKeys(file, makeWorld().world).current()).kid).toBe(kid);
  });

  it('are never replaced when the file cannot be read', async () => {
    await localSigningKeys(file, makeWorld().world).current();
    await writeFile(file, '{"keys": []}');
    await expect(localSigningKeys(file, makeWorld().world).jwks()).rejects.toThrow('no keys in');
    expect(await readFile(file, 'utf8')).toBe('{"keys": []}');
  });

  it('show the world their public halves and nothing else', async () => {
    const { keys } = await localSigningKeys(file, makeWorld().world).jwks();
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
  });
});

describe('a rotation', () => {
  it('is seen by who runs, and ends no token before its time', async () => {
    const { world, pass } = makeWorld();
    const keys = localSigningKeys(file, world);
    const reader = tokenReader(world, keys.jwks);
    const old = await signAccess({ ...world, keys }, subject);
    await reader.read(old);
    const kid = await rotateLocalSigningKeys(file, world);
    // It is published before it signs, so that whoever verifies has the time to hear of it.
    expect((await keys.jwks()).keys.map((key) => key.kid)).toContain(kid);
    expect((await keys.current()).kid).not.toBe(kid);
    pass(10);
    expect((await keys.current()).kid).toBe(kid);
    const fresh = await signAccess({ ...world, keys }, subject);
    for (const token of [old, fresh]) {
      expect(await reader.read(token)).toMatchObject({ userId: subject.userId });
    }
    pass(ACCESS_SECONDS - 10);
    expect((await keys.jwks()).keys).toHaveLength(2);
    pass(120);
    expect((await keys.jwks()).keys.map((key) => key.kid)).toEqual([kid]);
    await rotateLocalSigningKeys(file, world);
    const { keys: kept } = JSON.parse(await readFile(file, 'utf8')) as { keys: unknown[] };
    expect(kept).toHaveLength(2);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('an access token', () => {
  it('says who, where and as what, for a quarter of an hour', async () => {
    const { world, pass } = makeWorld();
    const keys = localSigningKeys(file, world);
    const reader = (): ReturnType<typeof tokenReader> => tokenReader(world, keys.jwks);
    const token = await signAccess({ ...world, keys }, subject);
    const { userId, tenantId, role } = subject;
    const said = { caller: 'user', userId, tenantId, roles: [role], tokenVersion: 1 };
    expect(await reader().read(token)).toEqual(said);
    pass(ACCESS_SECONDS + 31);
    await expect(reader().read(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('is refused when it is forged', async () => {
    const { world } = makeWorld();
    const keys = localSigningKeys(file, world);
    const reader = tokenReader(world, keys.jwks);
    const { kid } = await keys.current();
    const { keys: published } = await keys.jwks();
    const publicKey = await importJWK(published[0] ?? {}, 'RS256', { extractable: true });
    const spki = await exportSPKI(publicKey as Parameters<typeof exportSPKI>[0]);
    const claims = { tid: subject.tenantId, roles: ['owner'] };
    const seconds = Math.floor(world.clock.now().getTime() / 1000);
    const dress = <T extends SignJWT | UnsecuredJWT>(token: T): T => {
      token.setIssuer('evertill').setAudience('evertill-tenant').setSubject(subject.userId);
      token.setIssuedAt(seconds).setExpirationTime(seconds + 60);
      return token;
    };
    const stranger = await localSigningKeys(join(home, 'stranger.json'), world).current();
    const good = await signAccess({ ...world, keys }, subject);
    const [header, , signature] = good.split('.');
    const body = Buffer.from(JSON.stringify({ ...claims, sub: subject.userId })).toString(
      'base64url',
    );
    const forgeries = {
      'alg none': dress(new UnsecuredJWT(claims)).encode(),
      'HS256 over the public key': await dress(new SignJWT(claims))
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(Buffer.from(spki)),
      'the key of a stranger under our kid': await dress(new SignJWT(claims))
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(stranger.privateKey),
      'another body under a good signature': `${header}.${body}.${signature}`,
      'not a token': 'x',
    };
    for (const [name, forgery] of Object.entries(forgeries)) {
      await expect(reader.read(forgery), name).rejects.toMatchObject({ code: 'token_invalid' });
    }
    expect(await reader.read(good)).toMatchObject({ tenantId: subject.tenantId });
  });
});
