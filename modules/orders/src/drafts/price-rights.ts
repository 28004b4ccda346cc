/**
 * Who may ask another price than the catalogue's, and how much may be taken off. Beyond the role,
 * a manager's approval lets one thing pass, and the audit says who gave it.
 */
import { PPM, checkDiscount, decimalOf, sum } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { SpendApproval } from './approval.ts';
import type { OrderLineRow, OrderRow } from './order-store.ts';
import { draftOf } from './price-anew.ts';
import type { Rights } from './rights.ts';
import { tellAudit } from './tell-audit.ts';

export interface Asking {
  readonly context: TenantContext;
  readonly rights: Rights;
  readonly spendApproval: SpendApproval;
  readonly approval: string | undefined;
  readonly order: OrderRow;
  readonly now: Date;
}

export interface Override {
  readonly lineId: string;
  readonly productId: string;
  readonly beforeMinor: number;
  readonly afterMinor: number;
  readonly quantityMilli: number;
  readonly reason: string | undefined;
}

/** Regression 6: an override has an actor, a permission and a reason, or it is refused. */
export async function overridePrice(
  tx: Transaction,
  asking: Asking,
  override: Override,
): Promise<void> {
  const { context, order } = asking;
  const { mayOverridePrice: mayOverride } = asking.rights;
  if (!mayOverride && asking.approval === undefined) refuse('price_override_needs_manager');
  if (override.reason === undefined) {
    const fields = [{ field: 'reason', message: 'is needed with a price of your own' }];
    refuse('input_invalid', { detail: 'A price of your own needs a reason.', fields });
  }
  const approvedBy = mayOverride
    ? null
    : await spend(tx, asking, 'PRICE_OVERRIDE', override.afterMinor);
  tellAudit(tx, {
    action: 'PRICE_OVERRIDE',
    modelName: 'SalesDetail',
    objectId: override.lineId,
    userId: context.userId,
    reason: override.reason,
    data: {
      before: { pricePerUnit: decimalOf(override.beforeMinor, order.currency) },
      after: { pricePerUnit: decimalOf(override.afterMinor, order.currency) },
      salesHeader: order.order_id,
      product: override.productId,
      quantityMilli: override.quantityMilli,
      approvedBy,
    },
  });
}

export interface Discounts {
  readonly lines: readonly OrderLineRow[];
  readonly orderDiscountMinor: number;
}

/**
 * Checks the discounts of the order as a whole. Answers how much of them somebody has let pass, so
 * that a cashier may go on with an order whose discount a manager gave.
 */
export async function allowDiscounts(
  tx: Transaction,
  asking: Asking,
  { lines, orderDiscountMinor }: Discounts,
): Promise<number> {
  const { context, order } = asking;
  const givenMinor = orderDiscountMinor + sum(lines, (line) => line.discount_minor);
  const { discountPpmMax: limitPpm } = asking.rights;
  if (givenMinor <= order.allowed_discount_minor) return order.allowed_discount_minor;
  const draft = draftOf(lines, orderDiscountMinor);
  const isWithin = limitPpm >= PPM || checkDiscount({ draft, limitPpm }).length === 0;
  // Within a cashier's limit nothing is let pass for later: fewer goods may make it too much.
  if (isWithin && limitPpm < PPM) return order.allowed_discount_minor;
  const approvedBy = isWithin ? null : await spend(tx, asking, 'DISCOUNT', givenMinor);
  tellAudit(tx, {
    action: 'DISCOUNT',
    modelName: 'SalesHeader',
    objectId: order.order_id,
    userId: context.userId,
    data: {
      before: { discount: decimalOf(order.allowed_discount_minor, order.currency) },
      after: { discount: decimalOf(givenMinor, order.currency) },
      approvedBy,
    },
  });
  return givenMinor;
}

async function spend(
  tx: Transaction,
  { context, spendApproval, approval: token, order, now }: Asking,
  action: 'PRICE_OVERRIDE' | 'DISCOUNT',
  amountMinor: number,
): Promise<string> {
  if (token === undefined) refuse('discount_needs_manager');
  const use = { token, action, orderId: order.order_id, amountMinor, now };
  return spendApproval(tx, { ...use, usedBy: context.userId });
}
