/**
 * The catalogue's sets of promotions, kept by version as its price books are: under its version a
 * set never changes, so it is asked for once, written down, and remembered.
 */
import { catalog, promotionSetOf } from '@evertill/contract';
import type { PromotionSet } from '@evertill/domain';
import { Refusal } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export interface SetAsked {
  readonly version: number;
  readonly currency: string;
}

/** Undefined where the catalogue knows of none. */
export type PromotionSets = (
  context: TenantContext,
  asked: SetAsked,
) => Promise<PromotionSet | undefined>;

const REMEMBERED_MAX = 1_000;

export function promotionSets({ ask, database }: Surroundings): PromotionSets {
  const remembered = new Map<string, PromotionSet>();
  return async (context, asked) => {
    const { version } = asked;
    const key = `${context.tenantId}:${version}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const stored = await database.read(context, async (tx) => {
      const [row] = await tx.query<{ content: PromotionSet }>(
        'SELECT content FROM orders.promotion_sets WHERE tenant_id = $1 AND version = $2',
        [tx.tenantId, version],
      );
      return row?.content;
    });
    const set = stored ?? (await fetchSet(context, asked));
    if (set === undefined) return undefined;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, set);
    return set;
  };

  async function fetchSet(
    context: TenantContext,
    { version, currency }: SetAsked,
  ): Promise<PromotionSet | undefined> {
    try {
      const view = await ask(catalog.publishedSet, context, { version });
      const set = promotionSetOf(view, currency);
      await database.inTransaction(context, (tx) =>
        tx.query(
          `INSERT INTO orders.promotion_sets (tenant_id, version, content) VALUES ($1, $2, $3)
           ON CONFLICT DO NOTHING`,
          [tx.tenantId, version, JSON.stringify(set)],
        ),
      );
      return set;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}
