/**
 * A cashier who sells without a pause, in the page of the till itself: from the press that takes
 * the money to the receipt on the screen, which is after the strict write. Handed to the browser
 * as text, it uses nothing but its question, and the hands that were lent to the page.
 */
import type { PageWithHands } from '@evertill/rig';

/** Milliseconds of each sale, from taking the cash to its receipt. */
export async function paysToReceipts(sales: number): Promise<readonly number[]> {
  const { click, untilThere } = (globalThis as unknown as PageWithHands).hands;
  const ms: number[] = [];
  for (let sale = 0; sale < sales; sale += 1) {
    await click('.tile');
    await click('button.primary.size-pay:not([disabled])');
    const take = await untilThere<HTMLElement>('form.cash button[type=submit]:not([disabled])');
    const begin = performance.now();
    const shown = untilThere('.paid pre.paper');
    take.click();
    await shown;
    ms.push(performance.now() - begin);
    await click('.paid-side button.size-pay');
  }
  return ms;
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
