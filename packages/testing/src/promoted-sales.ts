/** Sales under promotions as a register would make them: what comes off is the domain's word. */
import { codecOf, promotionSetOf, promotionSetView } from '@evertill/contract';
import { applyPromotions, decimalOf, promotedMinor } from '@evertill/domain';
import type { PromotionSet, PromotionTake } from '@evertill/domain';
import { realWorld } from '@evertill/kernel';
import { newUuid } from './counter.ts';
import type { Body, Counter } from './counter.ts';
import type { BuiltLine, BuiltSale } from './sale-builder.ts';

export interface Promotions {
  readonly set: PromotionSet;
  /** Ids of the promotions, in the order in which they were asked for. */
  readonly ids: readonly string[];
  readonly saleOf: (change?: PromotedChange) => Body;
  /** Takes all of them out of force again. */
  readonly end: () => Promise<void>;
}

export interface PromotedChange extends Partial<BuiltSale> {
  readonly coupons?: readonly string[];
  readonly reckonedAt?: string;
}

/** A tenth off with the coupon TENTH, unless other promotions are given, in a counter's shop. */
export async function openPromotions(
  counter: Counter,
  given: readonly Body[] = [tenthOf(counter)],
  coupons: readonly Body[] = [{ code: `TENTH${counter.product.slice(-8).toUpperCase()}` }],
): Promise<Promotions> {
  const { shop, tenant, book } = counter;
  const token = tenant.tokens.manager;
  const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
    const answer = await shop.call(method, path, { token, body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const ids: string[] = [];
  for (const body of given) {
    ids.push((await call('POST', '/api/promotions/', body)).promotion_id as string);
  }
  for (const body of coupons) await call('POST', '/api/coupons/', { promotion: ids[0], ...body });
  const { promotion_set: sent } = await call('GET', '/api/sync/pull/');
  const set = promotionSetOf(codecOf(promotionSetView).read(sent).value as never, book.currency);
  const codes = coupons.map((coupon) => coupon['code'] as string);
  return {
    set,
    ids,
    saleOf: (change = {}) => promotedSaleOf(counter, set, { coupons: codes, ...change }),
    end: async () => {
      for (const id of ids) await call('DELETE', `/api/promotions/${id}/`);
    },
  };
}

function tenthOf({ product }: Counter): Body {
  const name = `Tenth ${newUuid()}`;
  const own = { name, products: [product], is_coupon_needed: true };
  return { ...own, kind: 'PERCENT_OFF', percent: '10' };
}

function promotedSaleOf(counter: Counter, set: PromotionSet, change: PromotedChange): Body {
  const { book, product } = counter;
  const { coupons = [], reckonedAt = realWorld().clock.now().toISOString(), ...sale } = change;
  const lines = sale.lines ?? [{ product, unitPriceMinor: 850, quantityMilli: 3000 }];
  const takes = applyPromotions({
    set,
    lines: lines.map((line) => ({
      productId: line.product,
      categoryId: null,
      unitPriceMinor: line.unitPriceMinor,
      quantityMilli: line.quantityMilli ?? 1000,
      discountMinor: line.discountMinor ?? 0,
      isExcluded: false,
    })),
    coupons,
    atMs: Date.parse(reckonedAt),
    rounding: book.rounding,
  });
  const off = promotedMinor(takes, lines.length);
  const promoted = lines.map((line, index): BuiltLine => {
    return { ...line, discountMinor: (line.discountMinor ?? 0) + (off[index] ?? 0) };
  });
  const body = counter.saleOf({ ...sale, lines: promoted });
  const said = takes.map((take) => takeBodyOf(take, book.currency));
  const version = { version: set.version, reckoned_at: reckonedAt };
  return { ...body, promotions: { ...version, coupons, takes: said } };
}

function takeBodyOf({ promotionId, couponCode, amountsMinor }: PromotionTake, currency: string) {
  return {
    promotion: promotionId,
    ...(couponCode === null ? {} : { coupon: couponCode }),
    lines: amountsMinor.flatMap((minor, index) =>
      minor === 0 ? [] : [{ line_number: index + 1, amount: decimalOf(minor, currency) }],
    ),
  };
}
