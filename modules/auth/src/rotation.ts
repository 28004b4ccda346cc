/**
 * What becomes of a refresh token that comes back. Pure; the use case does what it says.
 *
 *   unused ── presented ──▶ used, replaced by the next        (rotate)
 *   used   ── again, the next one unused, within 30 s ──▶ the next one is void, another is made
 *                                                             (replace: the answer was lost)
 *   used   ── again, otherwise ──▶ the whole family is dead   (revoke: somebody has a copy)
 *
 * However the two holders of a copied token take turns, one of them soon presents a token that was
 * used or made void, and the family dies. At most one token of a family is ever unused.
 */

/** How long a client may say that it never got the answer. */
export const LOST_ANSWER_MS = 30_000;

export interface StoredToken {
  readonly isRightSecret: boolean;
  readonly isFamilyRevoked: boolean;
  readonly isUserActive: boolean;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  /** Null where nothing replaced it: unused, or itself made void. */
  readonly isNextUnused: boolean | null;
}

export type Rotation = 'rotate' | 'replace' | 'revoke' | 'refuse';

export function rotationOf(token: StoredToken, now: Date): Rotation {
  if (!token.isRightSecret || token.isFamilyRevoked) return 'refuse';
  if (token.usedAt !== null) {
    const ageMs = now.getTime() - token.usedAt.getTime();
    const isLostAnswer = token.isNextUnused === true && ageMs <= LOST_ANSWER_MS;
    if (!isLostAnswer) return 'revoke';
  }
  if (!token.isUserActive || token.expiresAt <= now) return 'refuse';
  return token.usedAt === null ? 'rotate' : 'replace';
}
