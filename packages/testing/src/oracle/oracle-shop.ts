/** Shops for baskets drawn by lot: one a currency, each with registers that push over HTTP. */
import { auth, orders } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { derivedId, newId, realWorld } from '@evertill/kernel';
import type { Running } from '@evertill/server';
import type pg from 'pg';

/** What a running server has to offer; `owner` sees the database past row-level security. */
export interface OracleServer {
  readonly running: Pick<Running, 'assembly' | 'url'>;
  readonly owner: Pick<pg.Pool, 'query'>;
}

export interface OracleTill {
  readonly tenantId: string;
  readonly product: string;
  /** The next number of the queue. */
  readonly nextSeq: () => number;
  /** Up to a hundred operations of the queue, in order; what became of each. */
  readonly push: (operations: readonly object[]) => Promise<readonly Pushed[]>;
}

export interface Pushed {
  readonly id: string;
  readonly outcome: string;
  readonly code?: string;
  readonly flags: readonly string[];
}

const PASSWORD = 'a long enough password';
/** A token is good for fifteen minutes. */
const TOKEN_MS = 10 * 60_000;

export async function openOracleShop(
  server: OracleServer,
  currency: string,
  registers: number,
): Promise<readonly OracleTill[]> {
  const { assembly, url } = server.running;
  const tenantId = newId(realWorld());
  const phone = `+2${Number.parseInt(tenantId.slice(-8), 16)}`;
  await assembly.ask(auth.createTenant, assembly.ownContext(tenantId), {
    tenantId,
    name: `Oracle ${currency} ${tenantId}`,
    currency,
    timeZone: 'UTC',
    mfaPolicy: 'OPTIONAL',
    users: [
      {
        userId: derivedId(tenantId, 'o'),
        clientName: 'Owner',
        phoneNumber: phone,
        password: PASSWORD,
        role: 'owner',
      },
    ],
  });
  const post = posterOf(url, phone);
  const goods = { sku: 'SKU', name: 'A thing', price: '1' };
  const { product_id: product } = await post<{ product_id: string }>('/api/products/', goods);
  const tills: OracleTill[] = [];
  for (let number = 1; number <= registers; number += 1) {
    const { enrolmentCode } = await assembly.ask(
      orders.createRegister,
      assembly.ownContext(tenantId),
      { name: `Till ${number}` },
    );
    tills.push(await openTill(post, { tenantId, product, enrolmentCode }));
  }
  return tills;
}

type Post = <Answer>(route: string, body: object, key?: string) => Promise<Answer>;

/** Posts as the owner, with a token that is fresh enough. */
function posterOf(url: string, phone: string): Post {
  let token = '';
  let bornMs = -Infinity;
  const send = async (route: string, body: object, headers: object): Promise<unknown> => {
    const response = await fetch(new URL(route, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${route}: ${response.status} ${text}`);
    return JSON.parse(text) as unknown;
  };
  return async <Answer>(route: string, body: object, key?: string) => {
    if (performance.now() - bornMs > TOKEN_MS) {
      bornMs = performance.now();
      const login = { phone_number: phone, password: PASSWORD };
      token = ((await send('/api/token/', login, {})) as { access: string }).access;
    }
    const keyed = key === undefined ? {} : { 'x-register-key': key };
    return (await send(route, body, { authorization: `Bearer ${token}`, ...keyed })) as Answer;
  };
}

interface Enrolment {
  readonly tenantId: string;
  readonly product: string;
  readonly enrolmentCode: string;
}

async function openTill(
  post: Post,
  { tenantId, product, enrolmentCode }: Enrolment,
): Promise<OracleTill> {
  const enrolled = await post<{ register_id: string; epoch: number; device_key: string }>(
    '/api/registers/enrol/',
    { enrolment_code: enrolmentCode },
  );
  const { register_id, epoch, device_key: key } = enrolled;
  const lease = `/api/registers/${register_id}/lease/`;
  const { fencing } = await post<{ fencing: number }>(lease, {}, key);
  let seq = 0;
  return {
    tenantId,
    product,
    nextSeq: () => (seq += 1),
    push: async (operations) => {
      const body = { register_id, epoch, fencing, operations };
      return (await post<{ results: Pushed[] }>('/api/sync/push/', body, key)).results;
    },
  };
}

/** Writes books down as the server keeps those it was told of: under its version none changes. */
export async function keepBooks(
  { owner }: OracleServer,
  tenantId: string,
  books: readonly PriceBook[],
): Promise<void> {
  await owner.query(
    `INSERT INTO orders.price_books (tenant_id, version, book)
     SELECT $1, (b ->> 'version')::integer, b FROM jsonb_array_elements($2) AS b`,
    [tenantId, JSON.stringify(books)],
  );
}
