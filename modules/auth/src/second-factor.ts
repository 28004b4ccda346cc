/** Checks what somebody shows as a second factor: a code of the app, or a recovery code. */
import type { Clock, Database, Sealer } from '@evertill/kernel';
import { recoveryCodeHash, stepOf } from './one-time-code.ts';
import { tellSecurity } from './tell-security.ts';
import { takeRecoveryCode, takeStep } from './totp-store.ts';
import type { TotpRow } from './totp-store.ts';

export interface FactorNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly sealer: Sealer;
}

/** What a sealed secret is bound to, so that it opens in its own row alone. */
export function sealingPlace(tenantId: string, userId: string): string {
  return `totp ${tenantId} ${userId}`;
}

/** Takes the code: it is good once. False when it is wrong or was taken before. */
export async function takeCode(
  needs: FactorNeeds,
  tenantId: string,
  totp: TotpRow,
  code: string,
): Promise<boolean> {
  const { user_id: userId, sealed_secret: sealedSecret } = totp;
  const now = needs.clock.now();
  if (code.includes('-')) {
    const codeHash = recoveryCodeHash(code);
    return needs.database.inTransaction({ tenantId }, async (tx) => {
      const isTaken = await takeRecoveryCode(tx, { userId, codeHash, usedAt: now });
      if (isTaken) tellSecurity(tx, 'RECOVERY_CODE_USED', userId);
      return isTaken;
    });
  }
  const secret = await needs.sealer.open(sealedSecret, sealingPlace(tenantId, userId));
  const step = stepOf(secret, code, now);
  if (step === undefined) return false;
  return needs.database.inTransaction({ tenantId }, (tx) =>
    takeStep(tx, { userId, sealedSecret, step }),
  );
}
