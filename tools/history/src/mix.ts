/** What a client does next, by chance: mostly what a shop mostly does. */
import { closeDrawer, listMovements, moveCash, readDrawer } from './mix-drawer.ts';
import {
  askRefund,
  giveCredit,
  listRefunds,
  lookAtSale,
  readCredit,
  readName,
  renameGood,
  spendCredit,
} from './mix-office.ts';
import { adjust, readGood, readLevels, reserve, transfer } from './mix-yard.ts';
import type { Teller } from './teller.ts';
import { replay, sell, takeLease } from './till.ts';
import type { Till } from './till.ts';

type Deed = (teller: Teller, till: Till) => Promise<unknown>;

/** How often, beside the others. */
const deeds: readonly (readonly [times: number, deed: Deed])[] = [
  [22, sell],
  [4, replay],
  [16, lookAtSale],
  [1, async (teller, till) => (till.fencing = await takeLease(teller, till))],
  [5, adjust],
  [6, transfer],
  [5, reserve],
  [9, readLevels],
  [3, readGood],
  [7, moveCash],
  [4, readDrawer],
  [3, listMovements],
  [2, closeDrawer],
  [6, askRefund],
  [4, listRefunds],
  [1, giveCredit],
  [9, spendCredit],
  [4, readCredit],
  [2, renameGood],
  [5, readName],
];

const urn = deeds.flatMap(([times, deed]) => Array.from({ length: times }, () => deed));

export async function doSomething(teller: Teller, till: Till): Promise<void> {
  await teller.dice.pick(urn)(teller, till);
}
