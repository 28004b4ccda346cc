/** Amounts as somebody at a drawer says them: a float, a count, a movement. */
import type { CashMovementBody, SessionCloseBody } from '@evertill/contract';
import { countedMinorOf, isCurrency } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import { AmountFlaw, amountReader } from '../amount-reader.ts';

/** An amount in minor units. Throws `AmountFlaw`. */
export function drawerAmount(decimal: string, currency: string, field: string): number {
  return amountReader(currency).amount(decimal, field);
}

/** Cash that moved: more than nothing. Throws `AmountFlaw`. */
export function movedAmount(decimal: string, currency: string): number {
  const minor = drawerAmount(decimal, currency, 'amount');
  if (minor === 0) throw new AmountFlaw('amount');
  return minor;
}

/** The same of any movement: a drawer opened without a sale moved nothing. Throws `AmountFlaw`. */
export function movementAmount(
  { kind, amount }: Pick<CashMovementBody, 'kind' | 'amount'>,
  currency: string,
): number {
  if (kind !== 'NO_SALE') return movedAmount(amount, currency);
  const minor = drawerAmount(amount, currency, 'amount');
  if (minor !== 0) throw new AmountFlaw('amount');
  return minor;
}

export interface Count {
  readonly countedMinor: number;
  readonly denominations: Readonly<Record<string, number>> | null;
  readonly reason: string | null;
  /** Of other currencies, each once. */
  readonly foreign: readonly { readonly currency: string; readonly countedMinor: number }[];
  /** Whether the coins and notes, where they are told, come to the total. */
  readonly addsUp: boolean;
}

type CountBody = Pick<
  SessionCloseBody,
  'closingTotal' | 'denominations' | 'foreignTotals' | 'reason'
>;

/** What was counted. Throws `AmountFlaw`. */
export function countOf(body: CountBody, currency: string): Count {
  const { closingTotal, denominations, reason } = body;
  const countedMinor = drawerAmount(closingTotal, currency, 'closing_total');
  return {
    countedMinor,
    denominations: denominations ?? null,
    foreign: foreignOf(body),
    reason: reason?.trim() === '' ? null : (reason ?? null),
    addsUp: denominations === undefined || countedMinorOf(denominations, currency) === countedMinor,
  };
}

function foreignOf({ foreignTotals = [] }: CountBody): Count['foreign'] {
  const seen = new Set<string>();
  return foreignTotals.map(({ currency, total }, index) => {
    const field = `foreign_totals.${index}`;
    if (!isCurrency(currency) || seen.has(currency)) throw new AmountFlaw(`${field}.currency`);
    seen.add(currency);
    return { currency, countedMinor: drawerAmount(total, currency, `${field}.total`) };
  });
}

/** Somebody who asks is told at once that an amount is none; a fact from the queue is parked. */
export function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AmountFlaw)) throw error;
    const message = 'is nothing, finer than the currency allows, or out of range';
    return refuse('amount_invalid', { fields: [{ field: error.field, message }] });
  }
}
