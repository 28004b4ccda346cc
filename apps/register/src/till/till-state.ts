/** What a till stands at between two touches, and what survives a reload of it. */
import type { Person } from '../catalogue/catalogue.ts';
import type { Cart } from './cart.ts';
import type { Payment } from './payment.ts';
import type { RefundRecord, SaleRecord } from './records.ts';

export interface ParkedCart {
  readonly cart: Cart;
  readonly parkedAtMs: number;
  readonly by: string;
}

/** Something to tell the cashier that stops nothing. */
export type Notice =
  | { readonly kind: 'barcode_unknown'; readonly barcode: string }
  /** What holds the goods did not answer. */
  | { readonly kind: 'scan_unread'; readonly barcode: string }
  | { readonly kind: 'product_inactive'; readonly name: string }
  | { readonly kind: 'stock_out'; readonly name: string }
  | { readonly kind: 'stock_blocked'; readonly name: string }
  | { readonly kind: 'scan_while_paying' }
  | { readonly kind: 'not_saved' }
  | { readonly kind: 'cart_flaw'; readonly code: string }
  | { readonly kind: 'parked' }
  | {
      readonly kind: 'done';
      readonly what: 'pay_in' | 'pay_out' | 'no_sale' | 'void' | 'customer' | 'refund';
    };

export interface Undo {
  readonly what: 'line_removed' | 'cart_cleared' | 'discount_removed';
  readonly name: string;
  readonly before: Cart;
}

export interface OpenSession {
  readonly sessionId: string;
  readonly openedAtMs: number;
  readonly openedBy: string;
}

export interface TillState {
  readonly cashier: Person | null;
  readonly cart: Cart;
  readonly selectedLineId: string | null;
  readonly parked: readonly ParkedCart[];
  /** Null while nobody is paying. */
  readonly payment: Payment | null;
  /** The sale that was just paid: on the screen until the next one begins. */
  readonly finished: SaleRecord | RefundRecord | null;
  readonly session: OpenSession | null;
  readonly undo: Undo | null;
  readonly notice: Notice | null;
}

/** What is written down as it changes, so that a reload goes on where the cashier was. */
export type KeptState = Pick<TillState, 'cart' | 'parked' | 'payment'> & {
  readonly cashierId: string | null;
};

/** A few small things by their names, on the device. Reading what never was is undefined. */
export interface Keeper {
  readonly read: (name: string) => unknown;
  readonly write: (name: string, value: unknown) => void;
}

/** The world, as far as a till needs it. */
export interface TillWorld {
  readonly nowMs: () => number;
  readonly newId: () => string;
}
