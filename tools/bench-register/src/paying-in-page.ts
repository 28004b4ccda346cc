/**
 * A cashier who sells without a pause, in the page of the till itself: from the press that takes
 * the money to the receipt on the screen, which is after the strict write. Handed to the browser
 * as text, it uses nothing but its question, and the hands that were lent to the page.
 */
import type { PageWithHands } from '@evertill/rig';

interface StrictWrite {
  readonly beginMs: number;
  endMs?: number;
}

type WatchedPage = PageWithHands & { readonly strictWrites: StrictWrite[] };

/** From now on the page keeps when each strict transaction began, and when it was on the disk. */
export function watchWrites(): void {
  const strictWrites: StrictWrite[] = [];
  Object.assign(globalThis, { strictWrites });
  const of = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction');
  const original = of?.value as IDBDatabase['transaction'];
  IDBDatabase.prototype.transaction = function watched(this: IDBDatabase, ...given) {
    const transaction = original.apply(this, given);
    if (transaction.durability !== 'strict') return transaction;
    const write: StrictWrite = { beginMs: performance.now() };
    strictWrites.push(write);
    transaction.addEventListener('complete', () => (write.endMs = performance.now()));
    return transaction;
  };
}

export interface PaidSale {
  /** From taking the cash to the receipt. */
  readonly ms: number;
  /** Of that, from the first strict write's beginning to the last end before the receipt. */
  readonly writeMs: number;
}

export async function paysToReceipts(sales: number): Promise<readonly PaidSale[]> {
  const { hands, strictWrites } = globalThis as unknown as WatchedPage;
  const { click, untilThere } = hands;
  const paid: PaidSale[] = [];
  for (let sale = 0; sale < sales; sale += 1) {
    await click('.tile');
    await click('button.primary.size-pay:not([disabled])');
    const take = await untilThere<HTMLElement>('form.cash button[type=submit]:not([disabled])');
    strictWrites.length = 0;
    const begin = performance.now();
    const shown = untilThere('.paid pre.paper');
    take.click();
    await shown;
    const ms = performance.now() - begin;
    const ends = strictWrites.map(({ endMs = 0 }) => endMs);
    const begins = strictWrites.map(({ beginMs }) => beginMs);
    paid.push({ ms, writeMs: Math.max(...ends) - Math.min(...begins) });
    await click('.paid-side button.size-pay');
  }
  return paid;
}

/** Loads a whole catalogue again and again, as new devices do, until it is told to stop. */
export async function loadUntilTold(access: {
  readonly token: string;
  readonly registerKey: string;
}): Promise<number> {
  const scope = globalThis as unknown as {
    readonly openCatalogue: (access: object) => Promise<void>;
    readonly catalogue: { readonly refresh: () => Promise<void> };
    isTold?: boolean;
  };
  let loads = 0;
  while (scope.isTold !== true) {
    // A copy of its own each time: another shop's name is another database.
    await scope.openCatalogue({ ...access, tenantId: crypto.randomUUID() });
    await scope.catalogue.refresh();
    loads += 1;
  }
  return loads;
}
