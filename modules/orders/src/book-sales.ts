/**
 * Books a run of neighbouring sales of one register, all in one transaction. When one of them
 * breaks it, each is tried by itself, so that a poison item does not stop those beside it.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { Flag, PushOutcome, RefusalCode } from '@evertill/contract';
import { RULES_VERSION } from '@evertill/domain';
import type { RateSheet } from '@evertill/domain';
import { Refusal, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';
import { bookLoneSale } from './book-lone-sale.ts';
import type { LoneSale } from './book-lone-sale.ts';
import { AmountFlaw } from './amount-reader.ts';
import { foreignFlags, hasForeign, isRateMissing, sheetsNamed } from './foreign/foreign-facts.ts';
import type { RateSheets } from './foreign/rate-sheets.ts';
import { isClockSuspect, poisonReason } from './booking-trouble.ts';
import type { RecordSales } from './gather-runs.ts';
import type { UnknownProducts } from './known-products.ts';
import type { SaleOperation } from './operation-reading.ts';
import type { Park } from './park-operation.ts';
import type { PriceBooks } from './price-books.ts';
import { promotionFlags } from './promotion-facts.ts';
import type { PromotionSets } from './promotion-sets.ts';
import { keyHashOf, refuseBadPass } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import type { PricedSale } from './sale-batch.ts';
import { isDiscountAllowed, saleFactsOf, saleFlags, subtotalledBy } from './sale-facts.ts';
import type { SaleFacts } from './sale-facts.ts';
import type { Settled } from './settlement.ts';
import { hasCredit } from './store-credit/spend-credit.ts';

export interface BookingNeeds {
  readonly surroundings: Surroundings;
  readonly priceBooks: PriceBooks;
  readonly promotionSets: PromotionSets;
  readonly rateSheets: RateSheets;
  readonly unknownProducts: UnknownProducts;
  readonly park: Park;
  readonly recordSales: RecordSales;
}

type Judged =
  | { readonly kind: 'sale'; readonly sale: PricedSale }
  | { readonly kind: 'lone'; readonly sale: LoneSale }
  | { readonly kind: 'no'; readonly code: RefusalCode; readonly detail?: string };

export async function bookSales(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operations: readonly SaleOperation[],
): Promise<Settled[]> {
  const judged = await judge(needs, context, operations);
  const settlements: Settled[] = [];
  for (let index = 0; index < operations.length;) {
    const run: PricedSale[] = [];
    for (let next = judged[index + run.length]; next?.kind === 'sale';) {
      run.push(next.sale);
      next = judged[index + run.length];
    }
    const refused = judged[index];
    const operation = operations[index];
    if (run.length > 0) {
      settlements.push(...(await bookRun(needs, context, pass, run)));
      index += run.length;
    } else if (refused?.kind === 'lone') {
      settlements.push(await bookLoneSale(needs, context, pass, refused.sale));
      index += 1;
    } else if (refused?.kind === 'no' && operation !== undefined) {
      settlements.push(await needs.park(context, pass, operation, refused));
      index += 1;
    }
  }
  return settlements;
}

async function bookRun(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  run: readonly PricedSale[],
): Promise<Settled[]> {
  try {
    const pen = { ...pass, keyHash: keyHashOf(context) };
    const answer = await needs.recordSales({ context, pen, sales: run });
    refuseBadPass(answer.status);
    return run.map((_, index) => ({
      outcome: answer.outcomes[index] as PushOutcome,
      code: (answer.codes[index] ?? '') as RefusalCode | '',
      flags: isBooked(answer.outcomes[index]) ? (answer.flags[index] ?? []) : [],
      lastSeq: answer.lastSeq,
    }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const [only] = run;
    if (run.length === 1 && only !== undefined) {
      return [await parkPoison(needs, context, pass, { sale: only, error })];
    }
    needs.surroundings.log.warn({ err: error }, 'a run of sales failed: one by one now');
    const settlements: Settled[] = [];
    for (const sale of run) settlements.push(...(await bookRun(needs, context, pass, [sale])));
    return settlements;
  }
}

const isBooked = (outcome?: string): boolean => outcome === 'APPLIED' || outcome === 'DUPLICATE';

interface Poison {
  readonly sale: PricedSale;
  readonly error: unknown;
}

async function parkPoison(
  { surroundings, park }: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  { sale, error }: Poison,
): Promise<Settled> {
  return park(context, pass, sale.operation, poisonReason(surroundings, error));
}

async function judge(
  needs: BookingNeeds,
  context: TenantContext,
  operations: readonly SaleOperation[],
): Promise<Judged[]> {
  const { currency, roleLimits } = await tenantOf(needs.surroundings, context);
  const limit = counterLimitsOf(context.roles, roleLimits).discountPpmMax;
  const unknown = await needs.unknownProducts(
    context,
    new Set(operations.flatMap(({ body }) => body.lines.map((line) => line.product.toLowerCase()))),
  );
  const judged: Judged[] = [];
  for (const operation of operations) {
    // First: how fine an amount may be, only a currency that we know can say.
    if (operation.body.currency !== currency || isRateMissing(operation.body)) {
      judged.push({ kind: 'no', code: 'currency_foreign' });
      continue;
    }
    const facts = figuresOf(operation);
    if (facts instanceof AmountFlaw) {
      judged.push({ kind: 'no', code: 'amount_invalid', detail: facts.message });
    } else if (isOtherTenant(operation, context)) {
      judged.push({ kind: 'no', code: 'tenant_mismatch' });
    } else if (!isDiscountAllowed(facts, limit) && !hasWord(operation)) {
      judged.push({ kind: 'no', code: 'discount_needs_manager' });
    } else {
      const sale = await pricedSale(needs, context, { operation, facts, unknown });
      const isBeyond = !isDiscountAllowed(facts, limit);
      const isLone =
        isBeyond ||
        hasCredit(facts.payments) ||
        hasForeign(facts.payments) ||
        operation.body.approvals !== undefined ||
        !isDiscountAllowed(facts, roleLimits.cashier.discountPpmMax);
      judged.push(isLone ? { kind: 'lone', sale: { ...sale, isBeyond } } : { kind: 'sale', sale });
    }
  }
  return judged;
}

function hasWord({ body }: SaleOperation): boolean {
  return body.approval !== undefined || body.approvals !== undefined;
}

function figuresOf(operation: SaleOperation): SaleFacts | AmountFlaw {
  try {
    return saleFactsOf(operation.body);
  } catch (error) {
    if (error instanceof AmountFlaw) return error;
    throw error;
  }
}

/** AsiriaPOS carries the shop in the body; it may only be the shop of the token. */
export function isOtherTenant(
  { body }: { readonly body: { readonly userClient?: string | undefined } },
  { tenantId }: TenantContext,
): boolean {
  return body.userClient !== undefined && body.userClient.toLowerCase() !== tenantId;
}

interface ToPrice {
  readonly operation: SaleOperation;
  readonly facts: SaleFacts;
  readonly unknown: ReadonlySet<string>;
}

/** The facts with the book they name, and the flags that stand at them. */
async function pricedSale(
  { priceBooks, promotionSets, rateSheets, surroundings }: BookingNeeds,
  context: TenantContext,
  { operation, facts, unknown }: ToPrice,
): Promise<PricedSale> {
  const { body, occurredAt } = operation;
  // Rules newer than ours may price differently, and rightly so: we cannot tell.
  const book =
    body.rulesVersion > RULES_VERSION
      ? undefined
      : await priceBooks(context, body.priceBookVersion);
  const { promotions } = facts;
  const set =
    promotions === null || book === undefined
      ? undefined
      : await promotionSets(context, { version: promotions.version, currency: body.currency });
  const sheets = new Map<number, RateSheet | undefined>();
  for (const version of sheetsNamed(facts)) sheets.set(version, await rateSheets(context, version));
  const isImport = body.source === 'IMPORT';
  const flags: Flag[] = [
    ...saleFlags(facts, book),
    ...promotionFlags(facts, { set, book, occurredAt }),
    ...foreignFlags(facts, { sheetOf: (version) => sheets.get(version), book }),
    ...(facts.lines.some((line) => unknown.has(line.productId))
      ? ['product_unknown' as const]
      : []),
    ...(!isImport && isClockSuspect(occurredAt, surroundings.clock.now())
      ? ['clock_suspect' as const]
      : []),
  ];
  const couponLimits = new Map(set?.coupons.map((coupon) => [coupon.code, coupon]));
  return { operation, facts: subtotalledBy(facts, book), flags, couponLimits };
}
