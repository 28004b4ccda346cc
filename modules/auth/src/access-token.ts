/** Access tokens: short-lived, signed, good for every module without asking us. */
import { TOKEN_ISSUER, newId, tokenAudiences } from '@evertill/kernel';
import type { Plane, World } from '@evertill/kernel';
import { SignJWT } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

export const ACCESS_SECONDS = 15 * 60;
const ENROLMENT_SECONDS = 10 * 60;

export interface AccessNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly keys: SigningKeys;
}

export interface AccessSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: string;
  /** The account's; a token of another version is dead. */
  readonly tokenVersion: number;
}

export function signAccess(needs: AccessNeeds, subject: AccessSubject): Promise<string> {
  const { tenantId, userId, role, tokenVersion } = subject;
  const claims = { tid: tenantId, roles: [role], ver: tokenVersion };
  return sign(needs, { plane: 'shop', subject: userId, claims, seconds: ACCESS_SECONDS });
}

/** Good for enrolling a second factor, and for nothing else. */
export function signEnrolment(needs: AccessNeeds, subject: AccessSubject): Promise<string> {
  const { tenantId, userId, tokenVersion } = subject;
  const claims = { tid: tenantId, roles: [], ver: tokenVersion };
  return sign(needs, { plane: 'enrolment', subject: userId, claims, seconds: ENROLMENT_SECONDS });
}

/** An operator's: of no shop. */
export function signPlatform(needs: AccessNeeds, operatorId: string): Promise<string> {
  const seconds = ACCESS_SECONDS;
  return sign(needs, { plane: 'platform', subject: operatorId, claims: {}, seconds });
}

interface Signing {
  readonly plane: Plane;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}

async function sign(needs: AccessNeeds, signing: Signing): Promise<string> {
  const { kid, privateKey } = await needs.keys.current();
  const nowSeconds = Math.floor(needs.clock.now().getTime() / 1000);
  return new SignJWT(signing.claims)
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(tokenAudiences[signing.plane])
    .setSubject(signing.subject)
    .setJti(newId(needs))
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + signing.seconds)
    .sign(privateKey);
}
