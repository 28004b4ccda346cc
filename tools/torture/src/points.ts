/**
 * The places at which the server is made to die, as data: every point that the kernel names, on
 * every way that something takes. A test holds the points to the kernel's own list, and the ways to
 * the contract's.
 */
import type { DeathWish } from '@evertill/rig';

type Place = Pick<DeathWish, 'point' | 'where'>;

/** Who carries to whom, and what the load makes them carry. */
export const ways: Readonly<Record<string, readonly string[]>> = {
  // The liveliest first: where one place of each point has to do, it is the first.
  'orders to inventory': ['order.completed', 'order.refunded'],
  'auth to audit': ['security.events'],
  'catalog to inventory': ['product.updated'],
  'catalog to orders': ['product.updated'],
  'customers to audit': ['audit.events'],
  'inventory to catalog': ['inventory.cost_averaged'],
  'orders to audit': ['audit.events'],
  'payments to orders': ['payment.completed'],
  'purchasing to audit': ['audit.events'],
  'purchasing to inventory': ['goods.received'],
};

/** Ways on which nothing goes while the load runs, and why. Their code is that of all others. */
export const quietWays: Readonly<Record<string, string>> = {
  'audit to audit': 'the audit tells nothing',
  'catalog to audit': 'nobody changes a price book',
  'inventory to audit': 'nobody adjusts stock by hand',
  'inventory to orders': 'a reservation lives longer than this run',
  'payments to audit': 'nobody decides about money by hand',
};

const relaySteps = ['relay.held', 'relay.read', 'relay.delivered', 'relay.advanced'] as const;
const inboxSteps = ['inbox.noted', 'inbox.affected', 'inbox.taken'] as const;
const transactionSteps = [
  'transaction.worked',
  'transaction.told',
  'transaction.committed',
] as const;

const tellers = [...new Set(Object.keys(ways).map((way) => way.split(' ')[0] ?? ''))];

const calls = ['orders.record_sales', 'orders.read_outbox', 'orders.advance_cursor'];

/** What registers and the back office ask for, and what modules ask each other. */
const operations = [
  'orders.push',
  'orders.recordSale',
  'orders.recordRefund',
  'orders.checkout',
  'inventory.reserve',
  'payments.startAttempt',
  'purchasing.receiveLine',
  'customers.createCustomer',
  'customers.eraseCustomer',
  'customers.settleOperation',
];

export const places: readonly Place[] = [
  ...operations.map((where) => ({ point: 'dispatch.answered', where }) as const),
  ...calls.flatMap((where) => [
    { point: 'call.begun', where } as const,
    { point: 'call.returned', where } as const,
  ]),
  ...tellers.flatMap((where) => transactionSteps.map((point) => ({ point, where }))),
  ...tellers.map((where) => ({ point: 'relay.swept', where }) as const),
  ...Object.keys(ways).flatMap((where) => relaySteps.map((point) => ({ point, where }))),
  ...Object.entries(ways).flatMap(([way, types]) =>
    types.flatMap((type) => inboxSteps.map((point) => ({ point, where: `${way}: ${type}` }))),
  ),
  { point: 'inbox.failed', where: 'orders to inventory: order.completed' },
  { point: 'chore.begun', where: 'payments.settleOpenAttempts' },
  { point: 'chore.done', where: 'payments.settleOpenAttempts' },
];

/** Of each point one place: for whoever has little time. */
export function onePlaceEach(): readonly Place[] {
  return [...Map.groupBy(places, ({ point }) => point).values()].flatMap(([first]) =>
    first === undefined ? [] : [first],
  );
}
