/** What the tests of buying share: a shop with a supplier, products, papers made in one call. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestRole, TestShop } from '@evertill/testing';

export type Json = Record<string, unknown>;

export interface BuyingDesk {
  readonly shop: TestShop;
  readonly supplier: string;
  readonly call: (
    method: string,
    path: string,
    body?: object,
    role?: TestRole,
  ) => Promise<TestAnswer>;
  /** The body of an answer that must be good. */
  readonly sure: (method: string, path: string, body?: object) => Promise<TestAnswer['body']>;
  readonly product: (change?: object) => Promise<string>;
  /** A purchase with a line for each pair of product, quantity and price. */
  readonly purchase: (lines: readonly Line[], change?: object) => Promise<Bought>;
  readonly order: (lines: readonly Line[]) => Promise<string>;
  readonly onHand: (product: string) => Promise<string | undefined>;
  readonly average: (product: string) => Promise<string | null>;
  readonly drain: () => Promise<void>;
  /** What the audit was told of a thing, the first first. */
  readonly auditOf: (objectId: string) => Promise<readonly Json[]>;
}

export type Line = readonly [product: string, quantity: string, price: string, discount?: string];

export interface Bought {
  readonly id: string;
  readonly lines: readonly string[];
}

let made = 0;

export async function openBuyingDesk(): Promise<BuyingDesk> {
  const shop = await startTestShop();
  const [{ tenantId, tokens }] = shop.tenants;
  const call: BuyingDesk['call'] = (method, path, body, role = 'manager') =>
    shop.call(method, path, { token: tokens[role], ...(body === undefined ? {} : { body }) });
  const sure: BuyingDesk['sure'] = async (method, path, body) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { supplier_id: supplier } = await sure('POST', '/api/suppliers/', { name: 'Kericho' });
  const drain = (): Promise<void> => shop.running.assembly.drain();
  return {
    ...{ shop, supplier: supplier as string, call, sure, drain },
    product: async (change = {}) => {
      made += 1;
      const body = { sku: `SKU-B${made}`, name: `Thing B${made}`, price: '9.00', ...change };
      return (await sure('POST', '/api/products/', body)).product_id as string;
    },
    purchase: async (lines, change = {}) => {
      const id = newUuid();
      const body = { purchase_header_id: id, supplier, ...change };
      await sure('POST', '/api/purchaseheaders/', body);
      const details = detailsOf(lines).map((line) => ({ ...line, purchase_detail_id: newUuid() }));
      await sure('PUT', `/api/purchases/${id}/full/`, { details });
      return { id, lines: details.map((line) => line.purchase_detail_id) };
    },
    order: async (lines) => {
      const items = lines.map(([product_id, quantity, price_per_unit]) => ({
        ...{ product_id, quantity, price_per_unit },
      }));
      const body = { supplier_id: supplier, items };
      return (await sure('POST', '/api/purchase-orders/create/', body)).po_header_id as string;
    },
    onHand: async (product) => {
      await drain();
      const [level] = await sure('GET', `/api/stock-levels/?product=${product}`);
      return level?.on_hand as string | undefined;
    },
    average: async (product) => {
      await drain();
      return (await sure('GET', `/api/products/${product}/`)).average_cost as string | null;
    },
    auditOf: async (objectId) => {
      const rows = await shop.sql(
        `SELECT payload FROM purchasing.outbox WHERE tenant_id = $1 AND type = 'audit.events'
           AND aggregate_id = $2 ORDER BY xid, id`,
        [tenantId, objectId],
      );
      return rows.map(({ payload }) => payload as Json);
    },
  };
}

function detailsOf(lines: readonly Line[]) {
  return lines.map(([product, quantity, price_per_unit, discount]) => ({
    ...{ product, quantity, price_per_unit },
    ...(discount === undefined ? {} : { discount }),
  }));
}

export const codeOf = ({ status, body }: TestAnswer): readonly [number, string | undefined] => [
  status,
  body.code as string | undefined,
];
