/**
 * Which products of a batch the shop does not know. A product once known stays known, so the
 * answer for a busy shop comes from memory; otherwise from our own copy; else from the catalogue.
 */
import { catalog } from '@evertill/contract';
import { Refusal } from '@evertill/kernel';
import type { Database, Surroundings, TenantContext, Transaction } from '@evertill/kernel';

/** The ids among these that no product of the shop has. Empty when nobody can tell. */
export type UnknownProducts = (
  context: TenantContext,
  productIds: ReadonlySet<string>,
) => Promise<ReadonlySet<string>>;

const REMEMBERED_MAX = 500_000;
const QUESTION_MAX = 10_000;

export function unknownProducts({ ask, database, log }: Surroundings): UnknownProducts {
  const remembered = new Set<string>();
  const remember = (tenantId: string, ids: Iterable<string>): void => {
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    for (const id of ids) remembered.add(`${tenantId}:${id}`);
  };
  return async (context, productIds) => {
    const { tenantId } = context;
    const open = new Set([...productIds].filter((id) => !remembered.has(`${tenantId}:${id}`)));
    if (open.size === 0) return open;
    const own = await ownCopy(database, tenantId, [...open]);
    remember(tenantId, own);
    for (const id of own) open.delete(id);
    if (open.size === 0) return open;
    try {
      const wanted = [...open];
      for (let from = 0; from < wanted.length; from += QUESTION_MAX) {
        const productIds = wanted.slice(from, from + QUESTION_MAX);
        const { products } = await ask(catalog.knownProducts, context, { productIds });
        await database.inTransaction(context, (tx) => keepProducts(tx, products));
        const known = products.map(({ productId }) => productId);
        remember(tenantId, known);
        for (const productId of known) open.delete(productId);
      }
      return open;
    } catch (error) {
      // A sale does not wait for the catalogue: without an answer, nothing is called unknown.
      if (!(error instanceof Refusal)) throw error;
      log.warn({ err: error, tenant_id: tenantId }, 'the catalogue could not be asked');
      return new Set();
    }
  };
}

async function ownCopy(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await database.call<{ product_id: string }>(
    'SELECT product_id FROM orders.own_products($1, $2) AS product_id',
    [tenantId, ids],
  );
  return rows.map((row) => row.product_id);
}

/** Writes our own copy of what the catalogue said. In the order of ids: nobody deadlocks. */
export async function keepProducts(
  tx: Transaction,
  products: readonly { readonly productId: string; readonly isActive: boolean }[],
): Promise<void> {
  const latest = new Map(products.map((one) => [one.productId, one.isActive]));
  const ids = [...latest.keys()].sort();
  await tx.query(
    `INSERT INTO orders.products (tenant_id, product_id, is_active)
     SELECT $1, p.id, p.is_active FROM unnest($2::uuid[], $3::boolean[]) AS p (id, is_active)
     ON CONFLICT (tenant_id, product_id) DO UPDATE SET is_active = excluded.is_active
     WHERE products.is_active <> excluded.is_active`,
    [tx.tenantId, ids, ids.map((id) => latest.get(id))],
  );
}
