/** A payment in progress: tenders laid down one by one until nothing is open. */
import { checkTender, settleTender } from '@evertill/domain';
import type {
  ForeignCash,
  PriceBook,
  Settlement,
  TenderFlawCode,
  TenderMethod,
} from '@evertill/domain';

export interface LaidTender {
  /** Becomes the payment's id. */
  readonly tenderId: string;
  readonly method: TenderMethod;
  readonly amountMinor: number;
  /** The slip's number, the code of a mobile payment; empty for cash. */
  readonly reference: string;
  /** What was handed over, of cash of another currency: `amountMinor` is what it is worth. */
  readonly foreign?: HandedForeign;
}

/** And by which sheet of the shop's rates. */
export interface HandedForeign extends ForeignCash {
  readonly rateSheetVersion: number;
}

export interface Payment {
  readonly tenders: readonly LaidTender[];
}

export const noPayment: Payment = { tenders: [] };

export interface PaymentFigures extends Settlement {
  /** What is still open: to be paid by whatever comes next. */
  readonly openMinor: number;
  readonly isSettled: boolean;
  readonly flaw: TenderFlawCode | undefined;
}

export function paymentFigures(
  totalMinor: number,
  { tenders }: Payment,
  book: PriceBook,
): PaymentFigures {
  const question = { totalMinor, cashRoundingMinor: book.cashRoundingMinor, tenders };
  const [flaw] = checkTender({ ...question, isComplete: false });
  const settlement = settleTender(flaw === undefined ? question : { ...question, tenders: [] });
  const isSettled = flaw === undefined && settlement.balanceMinor === 0;
  return { ...settlement, openMinor: settlement.balanceMinor, isSettled, flaw: flaw?.code };
}

/** What would be so with one more tender: shown before it is laid down. */
export function withTender(payment: Payment, tender: LaidTender): Payment {
  return { tenders: [...payment.tenders, tender] };
}

export function withoutTender(payment: Payment, tenderId: string): Payment {
  return { tenders: payment.tenders.filter((tender) => tender.tenderId !== tenderId) };
}
