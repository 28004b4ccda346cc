/** Access tokens: short-lived, signed, good for every module without asking us. */
import { TOKEN_AUDIENCE, TOKEN_ISSUER, newId } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { SignJWT } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

export const ACCESS_SECONDS = 15 * 60;

export interface AccessNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly keys: SigningKeys;
}

export interface AccessSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: string;
}

export async function signAccess(needs: AccessNeeds, subject: AccessSubject): Promise<string> {
  const { kid, privateKey } = await needs.keys.current();
  const seconds = Math.floor(needs.clock.now().getTime() / 1000);
  return new SignJWT({ tid: subject.tenantId, roles: [subject.role] })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(subject.userId)
    .setJti(newId(needs))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ACCESS_SECONDS)
    .sign(privateKey);
}
