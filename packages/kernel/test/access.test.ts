/** Tokens: ours are taken, and every known way to forge one is refused. */
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOKEN_ISSUER, peerTokens, tokenAudiences, tokenReader } from '../src/index.ts';
import type { TokenReader } from '../src/index.ts';
import { newUuid, turnedWorld } from './bench.ts';

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const world = turnedWorld();
const claims = { sub: newUuid(), tid: newUuid(), roles: ['cashier'], ver: 1 };
let first: Key;
let second: Key;
let published: Key[];
let fetches = 0;
let reader: TokenReader;

async function makeKey(kid: string): Promise<Key> {
  return { kid, ...(await generateKeyPair('RS256', { extractable: true })) };
}

async function fetchKeys(): Promise<JSONWebKeySet> {
  fetches += 1;
  const keys = published.map(async ({ kid, publicKey }) => {
    return { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  });
  return { keys: await Promise.all(keys) };
}

beforeAll(async () => {
  [first, second] = await Promise.all([makeKey('first'), makeKey('second')]);
  published = [first];
  reader = tokenReader(world, fetchKeys);
});

const seconds = (): number => Math.floor(world.clock.now().getTime() / 1000);

function signed(
  key: Key,
  change: JWTPayload = {},
  audience: string = tokenAudiences.shop,
): Promise<string> {
  return new SignJWT({ iss: TOKEN_ISSUER, exp: seconds() + 900, ...claims, ...change })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .setAudience(audience)
    .sign(key.privateKey);
}

test('a token of ours says who, of which shop, with which roles', async () => {
  const read = await reader.read(await signed(first));
  expect(read).toEqual({
    caller: 'user',
    userId: claims.sub,
    tenantId: claims.tid,
    roles: ['cashier'],
    tokenVersion: 1,
  });
});

test('a token may leave out what it need not say', async () => {
  const bare = await signed(first, { roles: undefined, ver: 'x' });
  expect(await reader.read(bare)).toMatchObject({ roles: [], tokenVersion: null });
  const operator = await signed(first, {}, tokenAudiences.platform);
  const read = await reader.read(operator, ['platform']);
  expect(read).toEqual({ ...read, caller: 'operator', roles: [], tenantId: null });
});

test('a token is verified once, however often it is shown', async () => {
  const token = await signed(first, { jti: newUuid() });
  expect(await reader.read(token)).toBe(await reader.read(token));
});

test('a token opens the doors of its own plane, and no other', async () => {
  const rows = [
    ['shop', ['platform']],
    ['shop', ['enrolment', 'platform']],
    ['enrolment', ['shop']],
    ['platform', ['shop', 'enrolment']],
  ] as const;
  for (const [plane, asked] of rows) {
    const token = await signed(first, {}, tokenAudiences[plane]);
    const forPlane = await reader.read(token, [plane]);
    expect(forPlane.tenantId).toBe(plane === 'platform' ? null : claims.tid);
    await expect(reader.read(token, asked)).rejects.toMatchObject({ code: 'token_invalid' });
  }
});

describe('a token is refused that', () => {
  const rows: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['is no token', () => 'garbage'],
    ['is empty', () => ''],
    ['is for somebody else', () => signed(first, {}, 'evertill-peer')],
    ['is from somebody else', () => signed(first, { iss: 'other' })],
    ['has expired', () => signed(first, { exp: seconds() - 60 })],
    ['never expires', () => signed(first, { exp: undefined } as unknown as JWTPayload)],
    ['is not yet good', () => signed(first, { nbf: seconds() + 600 })],
    ['names no shop', () => signed(first, { tid: undefined })],
    ['names a shop that is no id', () => signed(first, { tid: "x'; --" })],
    ['names nobody', () => signed(first, { sub: 'x' })],
    ['has a name that is no text', () => signed(first, { sub: 7 } as unknown as JWTPayload)],
    ['names a shop by a number', () => signed(first, { tid: 7 })],
    ['has roles that are no list', () => signed(first, { roles: 'owner' })],
    ['nobody signed (alg none)', unsigned],
    ['is signed with our public key as a secret (HS256)', signedWithPublicKey],
    ['is signed by a stranger under our key’s name', signedByStranger],
    ['had its roles changed', changedAfterwards],
  ];
  test.each(rows)('%s', async (_, make) => {
    await expect(reader.read(await make())).rejects.toMatchObject({ code: 'token_invalid' });
  });

  function unsigned(): string {
    const payload = {
      iss: TOKEN_ISSUER,
      aud: tokenAudiences.shop,
      exp: seconds() + 900,
      ...claims,
    };
    return new UnsecuredJWT(payload).encode();
  }

  async function signedWithPublicKey(): Promise<string> {
    const secret = new TextEncoder().encode(await exportSPKI(first.publicKey));
    return new SignJWT({ iss: TOKEN_ISSUER, exp: seconds() + 900, ...claims })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .setAudience(tokenAudiences.shop)
      .sign(secret);
  }

  async function signedByStranger(): Promise<string> {
    return signed({ ...(await makeKey('first')), kid: 'first' });
  }

  async function changedAfterwards(): Promise<string> {
    const [head, body = '', mark] = (await signed(first)).split('.');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const grown = JSON.stringify({ ...payload, roles: ['owner'] });
    return [head, Buffer.from(grown).toString('base64url'), mark].join('.');
  }
});

test('a token that was good is no longer, once it has expired', async () => {
  const token = await signed(first, { exp: seconds() + 100 });
  await reader.read(token);
  world.turn(200_000);
  await expect(reader.read(token)).rejects.toMatchObject({ code: 'token_invalid' });
});

test('a key that was rotated in is fetched, and strangers do not make us fetch at will', async () => {
  published = [first, second];
  const token = await signed(second);
  world.turn(6_000);
  expect((await reader.read(token)).tenantId).toBe(claims.tid);
  const before = fetches;
  const stranger = await makeKey('third');
  for (const _ of [1, 2, 3, 4]) {
    const forged = signed(stranger, { jti: newUuid() });
    await expect(reader.read(await forged)).rejects.toMatchObject({ code: 'token_invalid' });
  }
  expect(fetches - before).toBeLessThanOrEqual(1);
});

describe('a service token', () => {
  const peers = peerTokens(
    world,
    new TextEncoder().encode('a secret of thirty-two bytes, no less'),
  );

  test('carries the shop and the roles for a minute, and is no token of a user', async () => {
    const token = await peers.sign({ tenantId: claims.tid, roles: ['owner'] });
    expect(await peers.read(token)).toEqual({
      tenantId: claims.tid,
      userId: null,
      roles: ['owner'],
    });
    await expect(reader.read(token)).rejects.toMatchObject({ code: 'token_invalid' });
    world.turn(120_000);
    await expect(peers.read(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  test('is of nobody, or of no shop, where it names none that can be', async () => {
    const secret = new TextEncoder().encode('a secret of thirty-two bytes, no less');
    const sign = (said: JWTPayload): Promise<string> =>
      new SignJWT({ iss: 'evertill', exp: seconds() + 50, ...said })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience('evertill-peer')
        .sign(secret);
    const rows = [
      [{}, { tenantId: null, userId: null, roles: [] }],
      [
        { tid: 7, uid: 7, roles: 'owner' },
        { tenantId: null, userId: null, roles: [] },
      ],
      [
        { tid: 'x', uid: 'x', roles: [7] },
        { tenantId: null, userId: null, roles: ['7'] },
      ],
      [
        { tid: claims.tid, uid: claims.sub },
        { tenantId: claims.tid, userId: claims.sub, roles: [] },
      ],
    ] as const;
    for (const [said, read] of rows) expect(await peers.read(await sign(said))).toEqual(read);
    const eternal = await sign({ tid: claims.tid, exp: undefined } as unknown as JWTPayload);
    await expect(peers.read(eternal)).rejects.toMatchObject({ code: 'token_invalid' });
    const carried = await peers.read(await peers.sign({ userId: claims.sub }));
    expect(carried).toEqual({ tenantId: null, userId: claims.sub, roles: [] });
  });

  test('is neither a token of a user nor one under another secret', async () => {
    const other = peerTokens(world, new TextEncoder().encode('another secret of thirty-two bytes'));
    const rows = [await signed(first), await other.sign({ tenantId: claims.tid }), 'x'];
    for (const token of rows) {
      await expect(peers.read(token)).rejects.toMatchObject({ code: 'token_invalid' });
    }
  });
});
