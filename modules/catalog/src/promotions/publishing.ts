/**
 * Changes what is promoted: one after the other in a shop, and what is in force then is published
 * under the next version in the same transaction. Whose shop it is, is asked before it begins.
 */
import { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { unknownTargets } from './promotion-store.ts';
import { lockHead, publish } from './set-store.ts';
import type { Publication } from './set-store.ts';

export interface Change {
  readonly tx: Transaction;
  readonly shop: Publication;
}

/** Undefined of the work is no change: nothing is published. */
export async function changePromoted<Result>(
  needs: PriceNeeds,
  context: TenantContext,
  work: (change: Change) => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const { currency, timeZone } = await needs.ask(auth.findTenant, context, {});
  const shop = { currency, timeZone, createdAt: needs.clock.now() };
  return needs.database.inTransaction(context, async (tx) => {
    await lockHead(tx);
    const result = await work({ tx, shop });
    if (result !== undefined) await publish(tx, shop);
    return result;
  });
}

export async function refuseUnknownTargets(
  tx: Transaction,
  promotion: Parameters<typeof unknownTargets>[1],
): Promise<void> {
  const unknown = await unknownTargets(tx, promotion);
  if (unknown.length === 0) return;
  refuse('not_found', { fields: unknown.map((field) => ({ field, message: 'is not known' })) });
}

/** Who changed what is promoted is told to the audit. */
export function tellPromoted(
  tx: Transaction,
  told: {
    readonly action: 'PROMOTION_CHANGED' | 'COUPON_CHANGED';
    readonly objectId: string;
    readonly userId: string | null;
    readonly before: unknown;
    readonly after: unknown;
  },
): void {
  const { action, objectId, userId, before, after } = told;
  tx.tell({
    type: 'audit.events',
    aggregateId: objectId,
    payload: {
      chainId: 'back-office',
      action,
      modelName: action === 'PROMOTION_CHANGED' ? 'Promotion' : 'Coupon',
      objectId,
      userId,
      reason: '',
      data: { before, after },
    },
  });
}
