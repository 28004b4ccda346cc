/**
 * Random baskets through a running server into PostgreSQL and back, against the oracle.
 *
 * A batch is a hundred baskets of one currency: sold by a register in one push over HTTP, some of
 * them given back in a second, then read from the tables in one statement and compared.
 */
import type { Running } from '@evertill/server';
import pg from 'pg';
import { isSame } from './compare-baskets.ts';
import { keepBooks, openOracleShop } from './oracle-shop.ts';
import type { OracleServer, OracleTill, Pushed } from './oracle-shop.ts';
import { counterBasketOf, refundOperations, sell } from './sold-basket.ts';
import type { CounterBasket, Operation } from './sold-basket.ts';
import { readStoredSales } from './stored-sales.ts';
import type { WalkFinding, WalkResult, WalkRun } from './walk-result.ts';

const BATCH = 100;
const REGISTERS_PER_SHOP = 2;
/** Pushes under way at a time. */
const LANES = 6;

export async function goThroughPostgres(running: Running, walk: WalkRun): Promise<WalkResult> {
  const owner = new pg.Pool({ connectionString: running.databaseUrl, max: LANES });
  try {
    return await sellAll({ running, owner }, walk);
  } finally {
    await owner.end();
  }
}

async function sellAll(server: OracleServer, walk: WalkRun): Promise<WalkResult> {
  const tills = tillsOf(server);
  const turns = new Map<OracleTill, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const findings: WalkFinding[] = [];
  const failures: unknown[] = [];
  const counts = { compared: 0, tooLarge: 0 };
  const work = async (till: OracleTill, batch: readonly CounterBasket[]): Promise<void> => {
    try {
      const finding = await sellBatch(server, till, batch);
      if (finding !== undefined) findings.push(finding);
      else counts.compared += batch.length;
      walk.onProgress(counts.compared);
    } catch (error) {
      failures.push(error);
    }
  };
  for (const batch of batchesOf(walk, counts)) {
    const till = await tills(batch[0]!.basket.book.currency);
    // A register's queue is in order: its next push waits for the one before.
    const turn = (turns.get(till) ?? Promise.resolve()).then(() => work(till, batch));
    turns.set(till, turn);
    const done = turn.finally(() => underWay.delete(done));
    underWay.add(done);
    while (underWay.size >= LANES) await Promise.race(underWay);
    if (findings.length + failures.length > 0) break;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  const note = `${counts.tooLarge} more were too large for a counter`;
  const [found] = findings.sort((one, other) => one.index - other.index);
  return { compared: counts.compared, note, ...(found === undefined ? {} : { found }) };
}

/** The registers of each currency in turn; its shop is opened when first asked for. */
function tillsOf(server: OracleServer): (currency: string) => Promise<OracleTill> {
  const shops = new Map<string, readonly OracleTill[]>();
  let asked = 0;
  return async (currency) => {
    const known = shops.get(currency);
    const tills = known ?? (await openOracleShop(server, currency, REGISTERS_PER_SHOP));
    shops.set(currency, tills);
    return tills[(asked += 1) % tills.length]!;
  };
}

/** As many baskets as asked for, a currency at a time, without those that no counter sells. */
function* batchesOf(
  { seed, from, count }: WalkRun,
  counts: { tooLarge: number },
): Generator<readonly CounterBasket[]> {
  const byCurrency = new Map<string, CounterBasket[]>();
  let sold = 0;
  for (let index = from; sold < count; index += 1) {
    const basket = counterBasketOf(seed, index);
    if (basket === undefined) {
      counts.tooLarge += 1;
      // Somebody asked for this one, and not for the next.
      if (count === 1) return;
      continue;
    }
    sold += 1;
    const { currency } = basket.basket.book;
    const waiting = byCurrency.get(currency) ?? [];
    byCurrency.set(currency, waiting);
    if (waiting.push(basket) === BATCH) yield waiting.splice(0);
  }
  for (const rest of byCurrency.values()) if (rest.length > 0) yield rest;
}

async function sellBatch(
  server: OracleServer,
  till: OracleTill,
  batch: readonly CounterBasket[],
): Promise<WalkFinding | undefined> {
  const { tenantId } = till;
  const books = batch.map(({ basket }) => basket.book);
  await keepBooks(server, tenantId, books);
  const sold = batch.map((one) => sell(one, till));
  const sales = sold.map(({ sale }) => sale);
  const answers = await pushAll(till, sales);
  // After the sales, which go into one statement only side by side.
  const back = sold.map((one) => refundOperations(one, till));
  answers.push(...(await pushAll(till, back.flat())));
  const ids = sales.map(({ id }) => id);
  const stored = await readStoredSales(server.owner, tenantId, ids);
  const place = sold.findIndex(({ sale, expected }) => !isSame(expected, stored.get(sale.id)));
  const wrong = sold[place];
  const odd = answers.filter(isOdd);
  if (wrong === undefined) {
    if (odd.length > 0) throw new Error(`all is stored, yet answered: ${JSON.stringify(odd)}`);
    return undefined;
  }
  const pushed = [wrong.sale, ...back[place]!];
  const answered = odd.filter((answer) => pushed.some(({ id }) => id === answer.id));
  const { index, basket } = wrong.at;
  const [expected, actual] = [wrong.expected, stored.get(wrong.sale.id) ?? null];
  return { index, difference: { what: 'stored', basket, pushed, answered, expected, actual } };
}

/** Money that went back beyond what was paid is among what is compared as stored. */
function isOdd({ outcome, flags }: Pushed): boolean {
  return outcome !== 'APPLIED' || flags.some((flag) => flag !== 'refund_exceeds_sale');
}

async function pushAll(till: OracleTill, operations: readonly Operation[]): Promise<Pushed[]> {
  const answers: Pushed[] = [];
  for (let at = 0; at < operations.length; at += BATCH) {
    answers.push(...(await till.push(operations.slice(at, at + BATCH))));
  }
  return answers;
}
