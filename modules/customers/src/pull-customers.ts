/**
 * Who buys here, as far as a till may keep it: a name, and a number or its end. Whoever asks has
 * seen that the device is enrolled. Who was archived or erased is named once more, to be forgotten.
 *
 * The word for where a till is begins with how much it keeps. Under another setting, or without a
 * word, it is told everything anew, and to forget what it had before.
 */
import type { PulledCustomer, TillCopyKind, customers } from '@evertill/contract';
import { SealBroken, readPart } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { CustomerRow } from './customer-store.ts';
import { detailsIn } from './customer-view.ts';
import type { Opening } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { readLiving, readTillCopies } from './till-copy-store.ts';

const END_DIGITS = 4;

export function pullCustomers(needs: Needs): TenantUseCase<typeof customers.pullCustomers> {
  return async (context, { cursor, limit }) => {
    const kept = await needs.database.read(context, readTillCopies);
    const [before, place] = placeIn(cursor);
    const isReset = before !== kept;
    if (kept === 'NONE') {
      return { cursor: 'NONE', hasMore: false, ...nobody, customersReset: isReset };
    }
    const keys = await needs.shopKeys.of(context);
    const opening = { keys, tenantId: context.tenantId };
    return needs.database.read(context, async (tx) => {
      const query = { schema: 'customers', kinds: ['customer'], limit } as const;
      const from = isReset ? undefined : place;
      const { changes, ...part } = await readPart(tx, { ...query, cursor: from });
      const ids = changes.map(({ object_id: id }) => id);
      const rows = ids.length === 0 ? [] : await readLiving(tx, ids);
      const told = rows.flatMap((row) => customerOf(needs, { row, opening, kept }));
      const there = new Set(told.map(({ customerId }) => customerId));
      return {
        cursor: `${kept}:${part.cursor}`,
        hasMore: part.hasMore,
        customers: told,
        goneCustomers: ids.filter((id) => !there.has(id)),
        customersReset: isReset,
      };
    });
  };
}

const nobody = { customers: [], goneCustomers: [] };

function placeIn(cursor: string | undefined): readonly [string | undefined, string | undefined] {
  const [kept, place] = (cursor ?? '').split(':');
  return [kept, place];
}

interface Telling {
  readonly row: CustomerRow;
  readonly opening: Opening;
  readonly kept: TillCopyKind;
}

/** Nobody, where what is kept of them does not open: a till has no use for that. */
function customerOf(
  { log }: Pick<Needs, 'log'>,
  { row, opening, kept }: Telling,
): readonly PulledCustomer[] {
  try {
    const { name, phone } = detailsIn(row, opening);
    const phoneEnd = phone === null ? '' : phone.replace(/\D/g, '').slice(-END_DIGITS);
    const whole = kept === 'WHOLE' ? phone : null;
    return [{ customerId: row.customer_id, name, phone: whole, phoneEnd }];
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    log.error({ err: error, customer_id: row.customer_id }, 'a customer does not open');
    return [];
  }
}
