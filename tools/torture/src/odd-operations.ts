/**
 * What a counter does now and then that is not in order, and what has to become of it: a fact is
 * booked as it was and flagged, and what cannot be booked is told apart and kept.
 */
import { decimalOf } from '@evertill/domain';
import { makeRefund, makeSale, withBody } from '@evertill/rig';
import type { Dice, Operation, Result, Shop, Sold } from '@evertill/rig';

export interface Expectation {
  readonly outcome: 'APPLIED' | 'CONFLICT';
  readonly code: string;
  /** Flags that have to stand at it; at what is in order none may. */
  readonly flags: readonly string[];
  /** What is broken when it comes otherwise. */
  readonly invariant: string;
}

export interface OddNeeds {
  readonly shop: Shop;
  readonly dice: Dice;
  readonly head: Pick<Operation, 'registerId' | 'epoch' | 'seq'>;
  readonly lastSale: Operation | undefined;
  readonly takeSold: () => Sold | undefined;
}

export interface Odd {
  readonly operation: Operation;
  readonly expectation: Expectation;
}

interface OddOne {
  readonly name: string;
  /** Undefined when there is nothing yet to be odd with. */
  readonly make: (needs: OddNeeds) => Odd | undefined;
}

export const plainly: Expectation = { outcome: 'APPLIED', code: '', flags: [], invariant: 'I03' };

const EXTRA_MINOR = 100;

export const oddOnes: readonly OddOne[] = [
  { name: 'sales dearer than their book', make: makeDearer },
  { name: 'refunds beyond what was sold', make: giveTooMuchBack },
  { name: 'receipt numbers used again', make: useReceiptAgain },
];

/** The customer paid what the till asked for, whatever the book says. */
function makeDearer({ shop, dice, head }: OddNeeds): Odd {
  const { operation } = makeSale(shop, dice, head, false);
  const totalMinor = operation.totalMinor + EXTRA_MINOR;
  const amount = (minor: number): string => decimalOf(minor, shop.book.currency);
  const [payment] = operation.body['payments'] as readonly Record<string, unknown>[];
  const body = {
    total: amount(totalMinor),
    change: amount(0),
    payments: [{ ...payment, amount: amount(totalMinor) }],
  };
  const expectation = { ...plainly, flags: ['total_differs'] };
  return { operation: { ...withBody(operation, body), totalMinor }, expectation };
}

function giveTooMuchBack({ shop, dice, head, takeSold }: OddNeeds): Odd | undefined {
  const sold = takeSold();
  if (sold === undefined) return undefined;
  const twice = sold.lines.map((line) => ({
    ...line,
    quantityMilli: 2 * line.quantityMilli,
    totalMinor: 2 * line.totalMinor,
    taxMinor: 2 * line.taxMinor,
  }));
  const operation = makeRefund(shop, dice, head, { ...sold, lines: twice });
  const expectation = { ...plainly, flags: ['refund_exceeds_sale'], invariant: 'I04' };
  return { operation, expectation };
}

function useReceiptAgain({ shop, dice, head, lastSale }: OddNeeds): Odd | undefined {
  if (lastSale === undefined) return undefined;
  const { operation } = makeSale(shop, dice, head, false);
  const again = withBody(operation, { receipt_number: lastSale.body['receipt_number'] });
  const code = 'receipt_number_reused';
  // It books nothing, so nothing may move.
  const expectation = { outcome: 'CONFLICT', code, flags: [], invariant: 'I14' } as const;
  return { operation: { ...again, moves: [] }, expectation };
}

/** Whether this is what had to become of it, now or at an earlier attempt. */
export function asExpected(
  { outcome, code, flags }: Result,
  expected: Expectation,
  tolerated: ReadonlySet<string>,
): boolean {
  if (expected.outcome === 'CONFLICT') return outcome === 'CONFLICT' && code === expected.code;
  if (outcome !== 'APPLIED' && outcome !== 'DUPLICATE') return false;
  const other = flags.filter((flag) => !tolerated.has(flag));
  if (expected.flags.length === 0) return other.length === 0;
  return expected.flags.every((flag) => other.includes(flag));
}
