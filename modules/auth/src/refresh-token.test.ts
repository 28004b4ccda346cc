import { describe, expect, it } from 'vitest';
import {
  isSameHash,
  newRefreshToken,
  readRefreshToken,
  refreshTokenHash,
} from './refresh-token.ts';

const tenantId = '018f0000-0000-7000-8000-000000000001';
const world = {
  clock: { now: () => new Date('2026-01-01T12:00:00Z') },
  randomness: { bytes: (count: number) => Buffer.alloc(count, 7) },
};

describe('the refresh token', () => {
  it('names its tenant, and comes back as it was made', () => {
    const token = newRefreshToken(world, tenantId);
    expect(readRefreshToken(token.text)).toEqual(token);
    expect(token.tenantId).toBe(tenantId);
  });

  it.each(['', '..', 'a.b.c', `${tenantId}.${tenantId}.`, `${tenantId}.${tenantId}`])(
    'is not read from %j',
    (text) => {
      expect(readRefreshToken(text)).toBeUndefined();
    },
  );

  it('is hashed as a whole, so that no part of it can be swapped', () => {
    const token = newRefreshToken(world, tenantId);
    const moved = readRefreshToken(token.text.replace(tenantId, tenantId.replace('1', '2')));
    expect(moved && refreshTokenHash(moved)).not.toBe(refreshTokenHash(token));
  });

  it('is compared whatever the lengths', () => {
    expect(isSameHash('abc', 'abc')).toBe(true);
    expect(isSameHash('abc', 'abd')).toBe(false);
    expect(isSameHash('abc', 'abcd')).toBe(false);
  });
});
