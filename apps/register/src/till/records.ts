/**
 * What a till remembers of each thing that happened at it: enough to print it again, to give it
 * back, and to add up the drawer. Amounts in minor units. What the server is told is in bodies.ts.
 */
import type {
  PricedLine,
  ReceiptItem,
  Settlement,
  TaxRow,
  Tender,
  TenderMethod,
} from '@evertill/domain';
import type { CartCustomer } from './cart.ts';
import type { LeadersWord } from './leaders-words.ts';
import type { LaidTender } from './payment.ts';
import type { CartTake } from './price-cart.ts';

/** Who did it, when, and in which drawer. */
export interface RecordHead {
  readonly id: string;
  readonly atMs: number;
  readonly sessionId: string | null;
  readonly cashierId: string;
  readonly cashierName: string;
  readonly currency: string;
}

/** Its `discountMinor` is by hand and by promotions; its share of the whole's is in the totals. */
export interface SoldLineRecord extends Omit<PricedLine, 'discountMinor'>, ReceiptItem {
  readonly productId: string;
  readonly sku: string;
  readonly taxCode: string;
  /** For promotions of categories; records of older tills have neither. */
  readonly categoryId?: string | null;
  readonly isPromotable?: boolean;
}

/** Under which set it was sold, and what came off by it: parts of the discounts of lines. */
export interface SoldPromotions {
  readonly version: number;
  readonly reckonedAtMs: number;
  readonly coupons: readonly string[];
  readonly takes: readonly CartTake[];
}

export interface SaleRecord extends RecordHead {
  readonly kind: 'sale';
  readonly receiptNumber: string;
  readonly customer: CartCustomer | null;
  readonly priceBookVersion: number;
  readonly isTaxIncluded: boolean;
  readonly cashRoundingMinor: number;
  readonly lines: readonly SoldLineRecord[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  /** Off the whole, without the lines' own. */
  readonly orderDiscountMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
  readonly settlement: Settlement;
  readonly tenders: readonly LaidTender[];
  /** Absent where nothing is promoted. */
  readonly promotions?: SoldPromotions;
  readonly words?: readonly LeadersWord[];
  /** What came back for it, written down just before. */
  readonly exchanged?: RefundRecord;
}

export const refundReasons = ['DAMAGED', 'WRONG_ITEM', 'EXCESS', 'OTHER'] as const;
export type RefundReason = (typeof refundReasons)[number];

export interface RefundedLineRecord {
  /** Counted from one, as the sale has them; null without a sale. */
  readonly saleLineNumber: number | null;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly unitName?: string;
  readonly taxCode: string;
  readonly quantityMilli: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly isRestocked: boolean;
}

/** What was handed back; with a reference where it went into an exchange. */
export interface Payout extends Tender {
  readonly tenderId: string;
  readonly reference?: string;
}

export interface RefundRecord extends RecordHead {
  readonly kind: 'refund';
  readonly receiptNumber: string;
  /** Null where the customer has no receipt, and nobody knows which sale it was. */
  readonly saleId: string | null;
  readonly originalNumber: string;
  readonly customer: CartCustomer | null;
  readonly reason: RefundReason;
  readonly note: string;
  readonly lines: readonly RefundedLineRecord[];
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
  readonly roundingMinor: number;
  readonly payouts: readonly Payout[];
  readonly words?: readonly LeadersWord[];
}

export interface MovementRecord extends RecordHead {
  readonly kind: 'movement';
  /** `NO_SALE`: the drawer was opened, and nothing moved. */
  readonly direction: 'PAY_IN' | 'PAY_OUT' | 'NO_SALE';
  readonly amountMinor: number;
  readonly reason: string;
  readonly words?: readonly LeadersWord[];
}

/** A sale undone as a whole, while its drawer is open and nothing of it went back. */
export interface VoidRecord extends RecordHead {
  readonly kind: 'void';
  readonly saleId: string;
  readonly saleNumber: string;
  readonly reason: string;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
  /** What went back of each method: of cash without the change. */
  readonly payouts: readonly Tender[];
  readonly words?: readonly LeadersWord[];
}

export interface OpenedRecord extends RecordHead {
  readonly kind: 'opened';
  readonly floatMinor: number;
}

/** What was counted of another currency. */
export interface CountedForeign {
  readonly currency: string;
  readonly countedMinor: number;
}

export interface ClosedRecord extends RecordHead {
  readonly kind: 'closed';
  readonly countedMinor: number;
  readonly expectedMinor: number;
  readonly denominations: Readonly<Record<string, number>>;
  /** Absent where none was taken, and none was there. */
  readonly foreign?: readonly CountedForeign[];
  readonly reason: string;
}

export interface CustomerRecord extends RecordHead {
  readonly kind: 'customer';
  readonly name: string;
  readonly phone: string | null;
}

export type TillRecord =
  | SaleRecord
  | RefundRecord
  | VoidRecord
  | MovementRecord
  | OpenedRecord
  | ClosedRecord
  | CustomerRecord;

/** The ways of paying that a till offers. Store credit has to be asked of the server. */
export const counterMethods = ['CASH', 'MOBILE', 'CARD'] as const satisfies readonly TenderMethod[];
export type CounterMethod = (typeof counterMethods)[number];
