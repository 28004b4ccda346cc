import { describe, expect, it } from 'vitest';
import { LOST_ANSWER_MS, rotationOf } from './rotation.ts';
import type { StoredToken } from './rotation.ts';

const now = new Date('2026-01-01T12:00:00Z');
const fresh: StoredToken = {
  isRightSecret: true,
  isFamilyRevoked: false,
  isUserActive: true,
  expiresAt: new Date(now.getTime() + 1),
  usedAt: null,
  isNextUnused: null,
};
const usedJustNow = { usedAt: new Date(now.getTime() - LOST_ANSWER_MS), isNextUnused: true };
const usedLongAgo = { usedAt: new Date(now.getTime() - LOST_ANSWER_MS - 1), isNextUnused: true };

// One row is one refresh token that comes in, and what becomes of it.
// prettier-ignore
const cases = [
  ['fresh',                                    {},                                     'rotate'],
  ['with a wrong secret',                      { isRightSecret: false },               'refuse'],
  ['of a dead family',                         { isFamilyRevoked: true },              'refuse'],
  ['of a user who left',                       { isUserActive: false },                'refuse'],
  ['expired this instant',                     { expiresAt: now },                     'refuse'],
  ['used, the answer lost',                    usedJustNow,                            'replace'],
  ['used, the answer lost, of one who left',   { ...usedJustNow, isUserActive: false }, 'refuse'],
  ['used too long ago',                        usedLongAgo,                            'revoke'],
  ['used, and so was the next one',            { ...usedJustNow, isNextUnused: false }, 'revoke'],
  ['made void',                                { ...usedJustNow, isNextUnused: null },  'revoke'],
  ['used long ago, expired',                   { ...usedLongAgo, expiresAt: now },     'revoke'],
  ['used, with a wrong secret',                { ...usedLongAgo, isRightSecret: false }, 'refuse'],
  ['used, of a dead family',                   { ...usedJustNow, isFamilyRevoked: true }, 'refuse'],
] as const;

describe('a refresh token', () => {
  it.each(cases)('%s', (_name, changes, expected) => {
    expect(rotationOf({ ...fresh, ...changes }, now)).toBe(expected);
  });
});
