import { expect, it } from 'vitest';
import type { Kept } from './journal.ts';
import { freshlyKept } from './journal.ts';
import { mendOf, withWordOf } from './mending.ts';
import type { RefundRecord, SaleRecord, TillRecord } from './records.ts';

const head = { id: 'a', atMs: 1, sessionId: 'old', cashierId: 'c', cashierName: 'C' };
const movement = { kind: 'movement', ...head, amountMinor: 100, direction: 'PAY_IN', reason: 'x' };
const sale = { kind: 'sale', ...head, discountMinor: 500 } as unknown as SaleRecord;
const refund = {
  ...{ kind: 'refund', ...head, saleId: 's', originalNumber: 'T1-1', totalMinor: 300 },
  ...{ roundingMinor: -1, lines: [{ saleLineNumber: 2, name: 'Milk' }] },
} as unknown as RefundRecord;
const open = { sessionId: 'new', openedAtMs: 2, openedBy: 'C' };

const parked = (record: unknown, code: string): Kept => ({
  ...freshlyKept(record as TillRecord),
  trouble: { outcome: 'CONFLICT', code, detail: '' },
});

it('moves cash that nobody could book to the session that is open, and no other', () => {
  const kept = parked(movement, 'dependency_parked');
  expect(mendOf(kept, open)).toMatchObject({ kind: 'movement', session: open });
  expect(mendOf(kept, { ...open, sessionId: 'old' })).toMatchObject({ session: null });
  expect(mendOf(kept, null)).toMatchObject({ session: null });
});

it.each([
  [sale, 'discount_needs_manager', 'DISCOUNT', 500],
  [sale, 'approval_invalid', 'DISCOUNT', 500],
  [refund, 'refund_needs_manager', 'REFUND', 299],
  [{ ...refund, saleId: null }, 'refund_needs_manager', 'REFUND_WITHOUT_SALE', 299],
  [refund, 'sale_not_found', 'REFUND_WITHOUT_SALE', 299],
] as const)('asks a leader about %# %s', (record, code, action, amountMinor) => {
  expect(mendOf(parked(record, code), open)).toMatchObject({ kind: 'word', action, amountMinor });
});

it('changes nothing of money that moved', () => {
  expect(mendOf(parked(sale, 'currency_foreign'), open)).toBeUndefined();
  expect(mendOf(parked(refund, 'amount_invalid'), open)).toBeUndefined();
  const opened = { kind: 'opened', ...head, floatMinor: 1 };
  expect(mendOf(parked(opened, 'session_open_exists'), open)).toBeUndefined();
});

it('gives back without its sale what the server knows no sale of', () => {
  const word = { action: 'REFUND_WITHOUT_SALE', approverId: 'l', by: 'L', atMs: 3 } as const;
  const words = [{ ...word, amountMinor: 299, token: null }];
  const mend = mendOf(parked(refund, 'sale_not_found'), open);
  if (mend?.kind !== 'word') throw new Error('it cannot be mended');
  expect(withWordOf(mend, 'b', words)).toMatchObject({
    ...{ id: 'b', saleId: null, originalNumber: '', words },
    lines: [{ saleLineNumber: null, name: 'Milk' }],
  });
});
