/**
 * Forgets a customer: the key of what is kept of them is destroyed, and so is everything they could
 * be found by. It needs no key itself, so a shop whose keys are lost can still forget. Again, it
 * changes nothing.
 */
import type { customers } from '@evertill/contract';
import { Refusal, SealBroken, refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase } from '@evertill/kernel';
import { wordsOf } from './blind-index.ts';
import { eraseRow, lockCustomer, readCustomer } from './customer-store.ts';
import type { CustomerRow } from './customer-store.ts';
import { customerView, detailsIn } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { noDetails } from './sealed-details.ts';
import type { Details } from './sealed-details.ts';
import type { Keys } from './shop-keys.ts';
import { tellAudit } from './tell-audit.ts';

export function eraseCustomer(needs: Needs): TenantUseCase<typeof customers.eraseCustomer> {
  return async (context, { customerId: asked, reason }) => {
    const keys = await keysIfThere(needs, context);
    return needs.database.inTransaction(context, async (tx) => {
      const row = (await lockCustomer(tx, asked)) ?? refuse('not_found');
      if (row.erased_at !== null) return customerView(row, noDetails);
      refuseNaming(reason, detailsIfReadable(row, keys, tx.tenantId));
      const { customer_id: customerId } = row;
      const at = needs.clock.now();
      await eraseRow(tx, { customerId, by: context.userId, at });
      tx.tell({ type: 'customer.erased', aggregateId: customerId, payload: { customerId } });
      tellAudit(tx, context, { action: 'CUSTOMER_ERASED', customerId, reason });
      return customerView((await readCustomer(tx, customerId)) ?? row, noDetails);
    });
  };
}

async function keysIfThere({ shopKeys }: Needs, context: TenantContext): Promise<Keys | undefined> {
  return shopKeys.of(context).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'keys_unavailable') return undefined;
    throw error;
  });
}

function detailsIfReadable(row: CustomerRow, keys: Keys | undefined, tenantId: string): Details {
  if (keys === undefined) return noDetails;
  try {
    return detailsIn(row, { keys, tenantId });
  } catch (error) {
    if (error instanceof SealBroken) return noDetails;
    throw error;
  }
}

const WORD_MIN = 3;
const DIGITS_MIN = 6;

/** The reason stays in the audit log for ever, and would keep who was to be forgotten. */
function refuseNaming(reason: string, { name, email, phone }: Details): void {
  const names = new Set(wordsOf(name).filter((word) => word.length >= WORD_MIN));
  const digits = (text: string): string => text.replace(/[^0-9]/g, '');
  const number = digits(phone ?? '').replace(/^0+/, '');
  const isNamed =
    wordsOf(reason).some((word) => names.has(word)) ||
    (email !== null && reason.toLowerCase().includes(email.toLowerCase())) ||
    (number.length >= DIGITS_MIN && digits(reason).includes(number));
  if (!isNamed) return;
  const fields = [{ field: 'reason', message: 'names the customer, and is kept for ever' }];
  refuse('input_invalid', { detail: 'reason names the customer, and is kept for ever', fields });
}
