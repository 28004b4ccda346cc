/** What the use cases of orders that are not sold lean on, and small checks that they share. */
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';
import type { PriceBooks } from '../price-books.ts';
import { AmountFlaw } from '../amount-reader.ts';
import type { SpendApproval } from './approval.ts';
import type { OrderRow } from './order-store.ts';

export interface DraftNeeds {
  readonly surroundings: Surroundings;
  readonly priceBooks: PriceBooks;
  readonly spendApproval: SpendApproval;
}

/** AsiriaPOS carries the shop in the body; it may only be the shop of the token. */
export function refuseOtherTenant({ tenantId }: TenantContext, userClient?: string): void {
  if (userClient !== undefined && userClient.toLowerCase() !== tenantId) refuse('tenant_mismatch');
}

/** Reads decimals; one that is no amount here is refused as `amount_invalid`, with its field. */
export function readingAmounts<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AmountFlaw)) throw error;
    const fields = [{ field: error.field, message: 'is no amount or quantity here' }];
    return refuse('amount_invalid', { detail: error.message, fields });
  }
}

/** Lines and prices change in a draft only, and only while nothing is paid. */
export function refuseFrozen(order: OrderRow, payments: readonly unknown[]): void {
  if (order.state !== 'draft') refuse('order_state');
  if (payments.length > 0) refuse('order_paid_partly');
}
