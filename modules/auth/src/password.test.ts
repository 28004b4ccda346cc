import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { emailOf, identifierHash, phoneNumberOf } from './identifier.ts';
import { hashPassword, isPassword, nobodysHash } from './password.ts';

const world = { randomness: { bytes: (count: number) => Buffer.alloc(count, 7) } };

describe('a password', () => {
  it('opens its own hash and no other', async () => {
    const hash = await hashPassword(world, 'kahawa chungu');
    expect(await isPassword(hash, 'kahawa chungu')).toBe(true);
    expect(await isPassword(hash, 'kahawa Chungu')).toBe(false);
  });

  it('costs the same to try on nobody, who has none', async () => {
    expect(parseOptions(nobodysHash)).toEqual(parseOptions(await hashPassword(world, 'x')));
    expect(await isPassword(nobodysHash, '')).toBe(false);
  });
});

describe('what somebody logs in by', () => {
  it('is one number however it is written', () => {
    const written = ['+254 700-000 (001)', '254700000001', '+254700000001'];
    expect(new Set(written.map(phoneNumberOf))).toEqual(new Set(['+254700000001']));
  });

  it('is one e-mail in any case, and never mistaken for a number', () => {
    expect(emailOf('Asha@Duka.co')).toBe('asha@duka.co');
    expect(identifierHash(emailOf('254700@x'))).not.toBe(identifierHash(phoneNumberOf('254700')));
  });
});
