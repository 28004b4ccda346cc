/**
 * Where an order may go from where it stands. The table is full: a new state or event does not
 * compile until every cell is decided.
 *
 *   draft ─▶ awaiting_payment ─▶ completed ─▶ partially_refunded ─▶ refunded
 *     └──────────── counter sale ───▶┘ └▶ voided        (cancelled, expired: never paid)
 */
export const orderStates = [
  'draft',
  'awaiting_payment',
  'completed',
  'partially_refunded',
  'refunded',
  'voided',
  'cancelled',
  'expired',
] as const;

export type OrderState = (typeof orderStates)[number];

export const orderEvents = [
  'placed',
  'paid',
  'payment_failed',
  'cancelled',
  'expired',
  'voided',
  'partly_refunded',
  'fully_refunded',
] as const;

export type OrderEvent = (typeof orderEvents)[number];

/** One entry for each entry of `List`, in its order. */
export type OnePer<List extends readonly unknown[], Entry> = { readonly [_ in keyof List]: Entry };

/** The event has no business in that state. */
const no = undefined;

const [, waiting, sold, partly, refunded, voided, cancelled, expired] = orderStates;

// Read down a column: in that state, this event leads there. A payment that comes after time ran
// out revives the order, since the customer has paid; one that comes after a person cancelled does
// not, and is left to the unmatched payments.
// prettier-ignore
const table: Readonly<Record<OrderEvent, OnePer<typeof orderStates, OrderState | undefined>>> = {
  //                draft      waiting    sold      partly    refunded voided cancelled expired
  placed:          [waiting,   no,        no,       no,       no,      no,    no,       no],
  paid:            [sold,      sold,      no,       no,       no,      no,    no,       sold],
  payment_failed:  [no,        waiting,   no,       no,       no,      no,    no,       expired],
  cancelled:       [cancelled, cancelled, no,       no,       no,      no,    no,       no],
  expired:         [no,        expired,   no,       no,       no,      no,    no,       no],
  voided:          [no,        voided,    voided,   no,       no,      no,    no,       no],
  partly_refunded: [no,        no,        partly,   partly,   no,      no,    no,       no],
  fully_refunded:  [no,        no,        refunded, refunded, no,      no,    no,       no],
};

/** Where `event` takes an order that is in `state`, or `undefined` where it may not happen. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | undefined {
  return table[event][orderStates.indexOf(state)];
}

/** No event leads out of it. */
export function isFinalOrderState(state: OrderState): boolean {
  return orderEvents.every((event) => nextOrderState(state, event) === undefined);
}
