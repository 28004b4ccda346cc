/**
 * One-time codes as every authenticator app makes them (RFC 6238: SHA-1, six digits, half a
 * minute), and recovery codes for the day the app is gone.
 */
import { sha256Hex } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { Secret, TOTP } from 'otpauth';

const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
/** A clock may be wrong by as many half minutes. */
const STEPS_AROUND = 1;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;

type Chance = Pick<World, 'randomness'>;

export function newSecret({ randomness }: Chance): Buffer {
  return randomness.bytes(SECRET_BYTES);
}

/** For typing in, and as the address that a QR code shows. */
export function shownSecret(
  secret: Buffer,
  { issuer, label }: { readonly issuer: string; readonly label: string },
): { readonly secret: string; readonly otpauthUrl: string } {
  const totp = totpOf(secret, { issuer, label });
  return { secret: totp.secret.base32, otpauthUrl: totp.toString() };
}

/** The half minute, counted from 1970, that a code belongs to; undefined for a wrong one. */
export function stepOf(secret: Buffer, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: STEPS_AROUND });
  if (delta === null) return undefined;
  return Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: Buffer, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: secretOf(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  });
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer });
}

/** `ABCD-EFGH-IJKL-MNOP`, eighty bits of chance each: a plain hash is enough to keep. */
export function newRecoveryCodes({ randomness }: Chance): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    (secretOf(randomness.bytes(RECOVERY_BYTES)).base32.match(/.{4}/g) ?? []).join('-'),
  );
}

export function recoveryCodeHash(code: string): string {
  return sha256Hex(code);
}
