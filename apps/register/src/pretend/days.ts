/** How far a day of the pretend shop may have come: what the scenes begin with. */
import type { App } from '../app/app.ts';
import type { SaleRecord } from '../till/records.ts';
import { customers } from './pretend-customers.ts';
import { handCash, leadHere, takeDollars } from './pretend-rates.ts';
import { pretendPeople, pretendProducts } from './pretend-shop.ts';
import type { PretendTill } from './pretend-till.ts';

export interface Stage extends PretendTill {
  readonly app: App;
}

export function add({ till }: Stage, ...names: readonly string[]): void {
  for (const name of names) {
    const product = pretendProducts.find((one) => one.name.startsWith(name));
    if (product !== undefined) till.selling.addProduct(product);
  }
}

export async function open({ till }: Stage): Promise<void> {
  await till.drawer.openSession(300_000);
}

export async function filled(stage: Stage): Promise<void> {
  await open(stage);
  add(stage, 'Jua', 'Jua', 'Tamu', 'Zawadi', 'Mlima', 'Mlima', 'Mlima', 'Mlima', 'Tomatoes');
  const { cart } = stage.till.store.getState();
  const tomatoes = cart.lines.find(({ name }) => name === 'Tomatoes');
  if (tomatoes !== undefined) stage.till.selling.changeQuantity(tomatoes.lineId, 850);
  add(stage, 'Safi', 'Eggs');
  stage.till.selling.changeTerms({
    lineId: null,
    discount: { kind: 'amount', amountMinor: 2_000 },
  });
  stage.till.selling.setCustomer(customers[0] ?? null);
}

export async function sold(stage: Stage): Promise<void> {
  await filled(stage);
  const { paying } = stage.till;
  paying.startPaying();
  await paying.takeTender({ method: 'MOBILE', amountMinor: 100_000, reference: 'TKL4H7Q2ZN' });
  await paying.takeTender({ method: 'CASH', amountMinor: 100_000 });
}

export async function day(stage: Stage): Promise<void> {
  await sold(stage);
  stage.till.selling.newSale();
  for (const names of [['Mandazi', 'Chapati'], ['Baridi', 'Crunch', 'Matches'], ['Povu']]) {
    stage.advance(420_000);
    add(stage, ...names);
    await stage.till.paying.takeTender({ method: 'CASH', amountMinor: 100_000 });
    stage.till.selling.newSale();
  }
  await stage.till.drawer.moveCash('PAY_OUT', 45_000, 'Supplier paid: milk');
  await stage.till.drawer.moveCash('NO_SALE', 0, 'Change money');
  stage.till.selling.dismiss();
}

/** The first line of a sale of before comes back for other goods. */
export async function exchanged(stage: Stage, ...names: readonly string[]): Promise<void> {
  await day(stage);
  const { till } = stage;
  const sale = till.records().find((record) => record.kind === 'sale');
  if (sale?.kind !== 'sale') return;
  const why = { isRestocked: true, reason: 'WRONG_ITEM', note: '' } as const;
  const refundId = till.ports.world.newId();
  till.exchanging.begin({ sale, quantitiesMilli: [2000], refundId, ...why });
  add(stage, ...names);
}

export async function troubled(stage: Stage): Promise<void> {
  await day(stage);
  const sales = stage.journal.kept().filter(({ record }) => record.kind === 'sale');
  const why = [
    ['REJECTED_NEEDS_MANAGER', 'discount_needs_manager'],
    ['CONFLICT', 'dependency_parked'],
  ] as const;
  why.forEach(([outcome, code], index) => {
    stage.journal.change(sales[index]?.record.id ?? '', {
      state: 'attention',
      trouble: { outcome, code, detail: '' },
      choices: ['retry', 'amend', 'void'],
    });
  });
  stage.journal.setStatus({ attention: 2 });
  stage.app.navigation.go({ at: 'attention' });
}

/** Dollars from two sales and euros from one, seen by who may see what should be there. */
export async function traded(stage: Stage): Promise<void> {
  await day(stage);
  takeDollars(stage);
  for (const [currency, amountMinor] of [
    ['USD', 200],
    ['USD', 500],
    ['EUR', 500],
  ] as const) {
    add(stage, 'Povu');
    await handCash(stage, currency, amountMinor);
  }
  leadHere(stage);
}

function saleOf({ till }: Stage): SaleRecord | undefined {
  return till.records().find((record) => record.kind === 'sale');
}

/** The first sale of the day is about to be undone. */
export async function undoing(stage: Stage): Promise<void> {
  await day(stage);
  const sale = saleOf(stage);
  if (sale === undefined) return;
  stage.app.navigation.go({ at: 'history', recordId: sale.id });
  stage.app.navigation.open({ kind: 'void', saleId: sale.id });
}

/** It was undone by the owner's word. */
export async function undone(stage: Stage): Promise<void> {
  await day(stage);
  const { till, app } = stage;
  const sale = saleOf(stage);
  const owner = pretendPeople.find(({ role }) => role === 'owner');
  if (sale === undefined || owner === undefined) return;
  const voidId = till.ports.world.newId();
  const { amountMinor } = till.voiding.needsLeader({ voidId, sale });
  const { personId: approverId, name: by } = owner;
  const atMs = till.ports.world.nowMs();
  const word = { action: 'VOID', approverId, by, atMs, amountMinor, token: null } as const;
  await till.voiding.undo({ voidId, sale }, 'The customer left', [word]);
  app.navigation.go({ at: 'history', recordId: voidId, isFresh: true });
}
