/**
 * The rules of a shop: money, tax, prices, tenders, refunds, stock, receipts.
 *
 * Runs alike on the server and in a browser, since it imports nothing at all.
 */
export { mulDiv, shareOut, assertWhole, assertCount, sum, roundings, PPM } from './amount.ts';
export type { Rounding } from './amount.ts';
export * from './currency.ts';
export { isWholeWithin } from './flaw.ts';
export type { Flaw } from './flaw.ts';
export * from './limits.ts';
export { taxOn, taxKinds } from './tax.ts';
export type { TaxComponent, TaxKind, TaxQuestion, TaxRule, TaxedAmount } from './tax.ts';
export { RULES_VERSION, checkPriceBook, taxRuleOf } from './price-book.ts';
export type { PriceBook, PriceBookFlawCode, TaxRounding } from './price-book.ts';
export { grossMinorOf, priceOrder } from './price-order.ts';
export type { DraftLine, OrderDraft, PricedLine, PricedOrder, TaxRow } from './price-order.ts';
export * from './promotion.ts';
export { applyPromotions, promotedMinor } from './apply-promotions.ts';
export type { PromotionLine, PromotionQuestion, PromotionTake } from './apply-promotions.ts';
export { isOfOrder } from './promotion-takes.ts';
export * from './cash-session.ts';
export * from './check-order.ts';
export * from './order-states.ts';
export { normalPhone } from './phone-number.ts';
export * from './tender.ts';
export * from './foreign-cash.ts';
export * from './refund-tender.ts';
export * from './refund.ts';
export * from './purchase.ts';
export * from './shop-day.ts';
export * from './stock.ts';
export { printable } from './printable.ts';
export * from './embedded-code.ts';
export * from './printed-code.ts';
export { receiptLabels } from './receipt-labels.ts';
export type { ReceiptLabels } from './receipt-labels.ts';
export type { ReceiptLine } from './receipt-lines.ts';
export * from './receipt.ts';
export { receiptText } from './receipt-text.ts';
