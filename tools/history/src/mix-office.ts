/** The back office: it looks at sales, gives money back, takes store credit, names goods. */
import { randomUUID } from 'node:crypto';
import type { Step } from './history.ts';
import { remember } from './stage.ts';
import type { Credit, KnownSale, Stage } from './stage.ts';
import { get, patch, post } from './teller.ts';
import type { Teller } from './teller.ts';
import { refundsKey } from './till.ts';

const CREDITS_MAX = 2;
const CREDIT_USES_MAX = 25;

/** One sale, just sold or being sold: it is there at once or not at all. */
export async function lookAtSale(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.sales.length === 0) return;
  const { id: value, list } = dice.pick(stage.sales);
  const path = `/api/salesheaders/${value}/`;
  await get(teller, path, {
    role: 'owner',
    reads: () => [{ kind: 'look', list, value, isThere: true }],
    // Not there is an answer too.
    absent: [{ kind: 'look', list, value, isThere: false }],
  });
}

/** Money back, asked for: of all who ask together, no more than was paid. */
export async function askRefund(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.officeSales.length === 0) return;
  const sale = dice.pick(stage.officeSales.slice(-8));
  const id = await requestRefund(teller, sale, {});
  if (id === undefined || dice.chance() > 0.3) return;
  const amountMinor = id.amountMinor;
  // What is not given may be asked for again.
  await post(teller, `/api/sales-refunds/${id.refund}/reject/`, {
    role: 'manager',
    body: { reason: 'not this time' },
    writes: [
      {
        kind: 'fund',
        budget: refundsKey(stage, sale.id),
        effect: `${id.refund} back`,
        amount: amountMinor,
      },
    ],
  });
}

interface Asked {
  readonly refund: string;
  readonly amountMinor: number;
}

async function requestRefund(
  teller: Teller,
  sale: KnownSale,
  more: Readonly<Record<string, unknown>>,
): Promise<Asked | undefined> {
  const { stage, dice } = teller;
  const refund = randomUUID();
  const amountMinor = dice.between(1, Math.max(1, sale.totalMinor));
  const key = refundsKey(stage, sale.id);
  const answer = await post(teller, '/api/sales-refunds/', {
    role: 'cashier',
    body: { refund_id: refund, sales_header: sale.id, amount: stage.amount(amountMinor), ...more },
    writes: [
      { kind: 'take', budget: key, effect: refund, amount: amountMinor },
      { kind: 'append', list: key, value: refund },
    ],
    // A sale whose push had no answer yet may not be there.
    mayBe: ['refund_exceeds_sale', 'not_found'],
  });
  return answer === undefined ? undefined : { refund, amountMinor };
}

export async function listRefunds(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.officeSales.length === 0) return;
  const { id } = dice.pick(stage.officeSales.slice(-8));
  await get(teller, `/api/sales-refunds/?sales_header=${id}&limit=1000`, {
    role: 'manager',
    reads: ({ body }) => {
      const values = (body as { readonly refund_id: string }[]).map((one) => one.refund_id);
      return [{ kind: 'list', list: refundsKey(stage, id), values, isOrdered: false }];
    },
  });
}

const creditKey = ({ tag }: Stage, id: string): string => `credit ${tag} ${id}`;

export async function giveCredit(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.officeSales.length === 0) return;
  const sale = dice.pick(stage.officeSales);
  const asked = await requestRefund(teller, sale, { method: 'STORE_CREDIT' });
  if (asked === undefined) return;
  const { refund, amountMinor } = asked;
  const approved = await post(teller, `/api/sales-refunds/${refund}/approve/`, { role: 'manager' });
  const code = (approved?.body as { readonly reference: string } | undefined)?.reference;
  if (code === undefined) return;
  const found = await get(teller, `/api/store-credits/?sales_refund=${refund}`, {
    role: 'manager',
  });
  const [credit] = (found?.body ?? []) as { readonly store_credit_id: string }[];
  if (credit === undefined) return;
  const { store_credit_id: id } = credit;
  // The approval issued it; it is told here, since only here its id is known.
  const key = creditKey(stage, id);
  teller.recorder.tell(`${teller.name} knows ${key}`, teller.name, [
    { kind: 'fund', budget: key, effect: 'issued', amount: amountMinor },
    { kind: 'add', counter: key, effect: 'issued', by: amountMinor, when: 'at once' },
    { kind: 'append', list: key, value: refund },
  ]);
  remember(stage.credits, { id, code, uses: 0 }, CREDITS_MAX);
}

/** An order of much, of which each payment pays a little. */
const orders = new WeakMap<Teller, { readonly id: string; uses: number }>();
const ORDER_USES_MAX = 15;

async function openOrder(teller: Teller): Promise<string | undefined> {
  const { stage, dice } = teller;
  const known = orders.get(teller);
  if (known !== undefined && known.uses < ORDER_USES_MAX) {
    known.uses += 1;
    return known.id;
  }
  const id = randomUUID();
  const line = { product: dice.pick(stage.shop.goods).product, quantity: '500' };
  const made = await post(teller, '/api/salesheaders/', {
    role: 'cashier',
    body: { sales_header_id: id, lines: [line] },
  });
  if (made === undefined) return undefined;
  orders.set(teller, { id, uses: 1 });
  return id;
}

/** Of two who spend the last of a credit, one does. */
export async function spendCredit(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.credits.length === 0) return giveCredit(teller);
  const credit = dice.pick(stage.credits);
  const order = await openOrder(teller);
  if (order === undefined) return;
  credit.uses += 1;
  if (credit.uses > CREDIT_USES_MAX) stage.credits.splice(stage.credits.indexOf(credit), 1);
  await pay(teller, credit, order);
}

async function pay(teller: Teller, { id, code }: Credit, order: string): Promise<void> {
  const { stage, dice } = teller;
  const payment = randomUUID();
  const amount = dice.between(1, 1_500);
  const key = creditKey(stage, id);
  const question = {
    role: 'cashier',
    body: {
      sales_payment_id: payment,
      sales_header: order,
      method: 'STORE_CREDIT',
      amount: stage.amount(amount),
      reference: code,
    },
    writes: [
      { kind: 'take', budget: key, effect: payment, amount },
      { kind: 'add', counter: key, effect: payment, by: -amount, when: 'at once' },
      { kind: 'append', list: key, value: payment },
    ] satisfies Step[],
    mayBe: ['store_credit_overdrawn', 'payment_exceeds_balance'],
  } as const;
  const answer = await post(teller, '/api/sales-payments/', question);
  // Sent again whether it was answered or not: it is paid once.
  if (answer === undefined || dice.chance() < 0.2) {
    await post(teller, '/api/sales-payments/', question);
  }
}

export async function readCredit(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.credits.length > 0) await readOneCredit(teller, dice.pick(stage.credits).id);
}

async function readOneCredit(teller: Teller, id: string): Promise<void> {
  const { stage } = teller;
  const key = creditKey(stage, id);
  await get(teller, `/api/store-credits/${id}/`, {
    role: 'manager',
    reads: ({ body }) => {
      const { balance, entries } = body as LedgerView;
      const ordered = entries.toSorted((one, other) => one.number - other.number);
      const values = ordered.map((one) => one.sales_payment ?? one.sales_refund ?? '');
      return [
        { kind: 'list', list: key, values, isOrdered: true },
        { kind: 'numbers', list: key, numbers: ordered.map(({ number }) => number) },
        { kind: 'total', counter: key, value: stage.minor(balance), isAtRest: false },
      ];
    },
  });
}

interface LedgerView {
  readonly balance: string;
  readonly entries: readonly {
    readonly number: number;
    readonly sales_payment: string | null;
    readonly sales_refund: string | null;
  }[];
}

const signKey = ({ tag }: Stage, product: string): string => `name ${tag} ${product}`;

export async function renameGood(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  const { product } = dice.pick(stage.signs);
  const value = `Good ${randomUUID()}`;
  await patch(teller, `/api/products/${product}/`, {
    role: 'manager',
    body: { name: value },
    writes: [{ kind: 'write', cell: signKey(stage, product), value }],
  });
}

export async function readName(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  const { product, name: first } = dice.pick(stage.signs);
  await get(teller, `/api/products/${product}/`, {
    role: 'cashier',
    reads: ({ body }) => {
      const { name } = body as { readonly name: string };
      const value = name === first ? null : name;
      return [{ kind: 'read', cell: signKey(stage, product), value }];
    },
  });
}
