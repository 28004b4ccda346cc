/** Voids a sale from the back office (regression 5): for who may, or with a manager's approval. */
import type { orders } from '@evertill/contract';
import { Refusal, refuse, tenantOf } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { cancelOrder } from './cancel-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { readOrder } from './order-store.ts';
import { rightsOf } from './rights.ts';
import { showHeader } from './show-header.ts';
import { voidSale } from './void-sale.ts';
import { readSold, readVoid } from './void-store.ts';

interface Voided {
  readonly orderId: string;
  readonly reason: string;
  readonly approval: string | undefined;
}

export function voidHeader(needs: DraftNeeds): TenantUseCase<typeof orders.voidHeader> {
  const { database } = needs.surroundings;
  return async (context, { salesHeaderId, reason, approval }) => {
    const orderId = salesHeaderId.toLowerCase();
    const voided = { orderId, reason, approval };
    const { timeZone } = await tenantOf(needs.surroundings, context);
    const { mayVoid } = await rightsOf(needs.surroundings, context);
    const isSold = await database.inTransaction(context, (tx) =>
      voidSold(tx, needs, { context, voided, timeZone, mayVoid }),
    );
    // What is not sold yet is not voided but cancelled.
    if (!isSold) await cancelOrder(needs, context, { ...voided, isDraftOnly: false });
    return showHeader(needs, context, orderId);
  };
}

interface Asked {
  readonly context: TenantContext;
  readonly voided: Voided;
  readonly timeZone: string;
  readonly mayVoid: boolean;
}

/** False when it is an order that is not sold. */
async function voidSold(
  tx: Transaction,
  { surroundings, spendApproval }: DraftNeeds,
  { context, voided, timeZone, mayVoid }: Asked,
): Promise<boolean> {
  const { orderId, reason, approval } = voided;
  const sale = await readSold(tx, orderId, whoOf(context));
  if (sale === undefined) {
    const order = await readOrder(tx, orderId, whoOf(context));
    return order === undefined ? refuse('not_found') : false;
  }
  if (!mayVoid && approval === undefined) refuse('void_needs_manager');
  const known = await readVoid(tx, orderId);
  if (known?.reason === reason) return true;
  const at = surroundings.clock.now();
  const voidedBy = context.userId;
  const approve = async (): Promise<string | null> => {
    if (mayVoid || approval === undefined) return null;
    const amountMinor = sale.total_minor;
    const use = { token: approval, action: 'VOID', orderId, amountMinor, now: at } as const;
    return spendApproval(tx, { ...use, usedBy: voidedBy });
  };
  const code = await voidSale(tx, { sale, reason, voidedBy, timeZone, at, now: at, approve });
  if (code !== undefined) throw new Refusal(code);
  return true;
}
