/** Runs work that needs the price book in force; a shop's first book is made on its first need. */
import { auth } from '@evertill/contract';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { firstPriceBook } from './first-price-book.ts';
import type { PriceNeeds } from './needs.ts';
import { insertFirstBook, readCurrentBook } from './price-book-store.ts';
import type { PriceBookRow } from './price-book-store.ts';

export async function withPriceBook<T>(
  needs: PriceNeeds,
  context: TenantContext,
  work: (tx: Transaction, row: PriceBookRow) => Promise<T>,
): Promise<T> {
  const attempt = (): Promise<{ result: T } | undefined> =>
    needs.database.inTransaction(context, async (tx) => {
      const row = await readCurrentBook(tx);
      return row === undefined ? undefined : { result: await work(tx, row) };
    });
  const first = await attempt();
  if (first !== undefined) return first.result;
  await makeFirstBook(needs, context);
  const second = await attempt();
  if (second === undefined) throw new Error('the first price book was not written');
  return second.result;
}

/** The neighbour is asked outside any transaction, so that nothing is held while we wait. */
async function makeFirstBook(needs: PriceNeeds, context: TenantContext): Promise<void> {
  const { currency } = await needs.ask(auth.findTenant, context, {});
  const book = firstPriceBook(currency);
  await needs.database.inTransaction(context, (tx) =>
    insertFirstBook(tx, { book, createdAt: needs.clock.now() }),
  );
}
