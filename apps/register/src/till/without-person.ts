/** What a till remembers of somebody who was erased: that there was somebody. */
import type { RefundRecord, TillRecord } from './records.ts';

/** Undefined where the record says nothing of them. */
export function withoutPeople(
  record: TillRecord,
  gone: ReadonlySet<string>,
): TillRecord | undefined {
  switch (record.kind) {
    case 'customer':
      return gone.has(record.id) ? { ...record, name: '', phone: null } : undefined;
    case 'refund':
      return refundWithout(record, gone);
    case 'sale': {
      const exchanged =
        record.exchanged === undefined ? undefined : refundWithout(record.exchanged, gone);
      const isTheirs = isGone(record, gone);
      if (!isTheirs && exchanged === undefined) return undefined;
      const part = exchanged === undefined ? {} : { exchanged };
      return { ...record, ...part, customer: isTheirs ? null : record.customer };
    }
    case 'void':
    case 'movement':
    case 'opened':
    case 'closed':
      return undefined;
  }
}

function refundWithout(record: RefundRecord, gone: ReadonlySet<string>): RefundRecord | undefined {
  return isGone(record, gone) ? { ...record, customer: null } : undefined;
}

function isGone({ customer }: Pick<RefundRecord, 'customer'>, gone: ReadonlySet<string>): boolean {
  return customer !== null && gone.has(customer.customerId);
}
