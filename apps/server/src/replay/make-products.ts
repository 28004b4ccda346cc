/** Makes the products that the shop does not have yet, several at a time. */
import { ApiProblem } from '@evertill/client';
import { catalog } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { inFlight } from './in-flight.ts';
import type { Plan, PlannedProduct } from './plan.ts';
import { productIdOf } from './replay-ids.ts';
import type { Session } from './session.ts';

const LANES = 12;
const PAGE = 1000;

export async function makeProducts(
  session: Session,
  { products, currency }: Pick<Plan, 'products' | 'currency'>,
  tell: (message: string) => void,
): Promise<void> {
  const known = await knownProducts(session);
  const { tenantId } = session;
  const missing = products.filter(({ stockCode }) => !known.has(productIdOf(tenantId, stockCode)));
  if (missing.length > 0) tell(`making ${missing.length} products`);
  await inFlight(missing, LANES, (product) => makeProduct(session, product, currency));
}

async function knownProducts(session: Session): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: { items: { productId: string }[]; nextCursor: string | null } = await session.call(
      catalog.listProducts,
      {
        limit: PAGE,
        ordering: 'sku',
        ...(cursor === undefined ? {} : { cursor }),
      },
    );
    for (const { productId } of page.items) known.add(productId);
    cursor = page.nextCursor;
  }
  return known;
}

async function makeProduct(
  session: Session,
  { stockCode, name, priceMinor }: PlannedProduct,
  currency: string,
): Promise<void> {
  const productId = productIdOf(session.tenantId, stockCode);
  const price = decimalOf(priceMinor, currency);
  try {
    await session.call(catalog.createProduct, { productId, sku: stockCode, name, price });
  } catch (error) {
    const code = error instanceof ApiProblem ? error.code : undefined;
    // Another file met it first, under another name or price. It is this product all the same.
    if (code === 'id_reused') return;
    if (code !== 'name_taken') throw error;
    throw new Error(
      `The shop has a product of its own with the SKU ${stockCode}: the import cannot make its.`,
      { cause: error },
    );
  }
}
