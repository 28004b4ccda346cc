/** Six promotions in each shop of the bench, one of each kind, that hit a part of its sales. */
import { codecOf, promotionSetOf, promotionSetView } from '@evertill/contract';
import type { PromotionSet } from '@evertill/domain';
import { mustAnswer } from '@evertill/rig';
import type { Shop, callerOf } from '@evertill/rig';

type Call = ReturnType<typeof callerOf>;

/** Used in one of twenty sales. */
export const COUPON = 'BENCH10';
const TARGETS_MAX = 1_000;

/** Every so manieth product. */
function someOf({ goods }: Shop, every: number): string[] {
  return goods
    .filter((_, index) => index % every === 0)
    .slice(0, TARGETS_MAX)
    .map(({ product }) => product);
}

function promotionsOf(shop: Shop): readonly object[] {
  return [
    { name: 'A tenth off', kind: 'PERCENT_OFF', percent: '10', products: someOf(shop, 10) },
    { name: 'Off each', kind: 'AMOUNT_OFF', amount: '0.20', products: someOf(shop, 17) },
    {
      ...{ name: 'One and one', kind: 'BUY_GET', percent: '100', products: someOf(shop, 7) },
      ...{ buy_pieces: 1, get_pieces: 1 },
    },
    {
      ...{ name: 'Two for 60', kind: 'BUNDLE', amount: '60.00', buy_pieces: 2 },
      products: someOf(shop, 5),
    },
    {
      ...{ name: 'Large baskets', kind: 'ORDER_AMOUNT', amount: '5.00' },
      ...{ amount_min: '200.00', is_combinable: true },
    },
    {
      ...{ name: 'With a coupon', kind: 'ORDER_PERCENT', percent: '10' },
      ...{ is_coupon_needed: true, is_combinable: true },
    },
  ];
}

/** Makes them, and answers what is in force then, as a register is told it. */
export async function openPromotions(
  call: Call,
  shop: Shop,
  currency: string,
): Promise<PromotionSet> {
  const token = shop.ownerToken();
  const post = <Answer>(path: string, body: object): Promise<Answer> =>
    mustAnswer<Answer>(call, { method: 'POST', path, token, body });
  let last = '';
  for (const body of promotionsOf(shop)) {
    last = (await post<{ promotion_id: string }>('/api/promotions/', body)).promotion_id;
  }
  await post('/api/coupons/', { code: COUPON, promotion: last });
  const path = '/api/sync/pull/?limit=1';
  const pulled = await mustAnswer<{ promotion_set: unknown }>(call, { method: 'GET', path, token });
  const { value } = codecOf(promotionSetView).read(pulled.promotion_set);
  return promotionSetOf(promotionSetView.parse(value), currency);
}
