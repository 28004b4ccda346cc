/**
 * Runs of sales, as the columns that `orders.record_sales` takes: one round trip, one statement,
 * one transaction, whatever the number of registers, sales and lines.
 */
import type { Flag } from '@evertill/contract';
import type { Coupon } from '@evertill/domain';
import { codeOf, newId } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction, World } from '@evertill/kernel';
import type { SaleOperation } from './operation-reading.ts';
import { promotedOf, promotionColumns } from './promotion-columns.ts';
import type { RegisterPass } from './register-pass.ts';
import type { SaleFacts } from './sale-facts.ts';

export interface PricedSale {
  readonly operation: SaleOperation;
  readonly facts: SaleFacts;
  readonly flags: readonly Flag[];
  /** By code: how often the coupons of the sale may be used. */
  readonly couponLimits: ReadonlyMap<string, CouponLimits>;
}

export type CouponLimits = Pick<Coupon, 'redemptionsMax' | 'customerRedemptionsMax'>;

/** A run of one register's sales, and who shows what to write it. */
export interface Recording {
  readonly context: TenantContext;
  readonly pen: RegisterPen;
  readonly sales: readonly PricedSale[];
}

/** What a register shows to write: its pass and its key; the server's own has no key. */
export interface RegisterPen extends RegisterPass {
  readonly keyHash: string | null;
}

/** What became of a run. */
export interface SalesAnswer {
  readonly status: string;
  readonly lastSeq: number;
  readonly outcomes: readonly string[];
  readonly codes: readonly string[];
  /** What stands at each sale, whenever it was booked. */
  readonly flags: readonly (readonly Flag[])[];
}

interface SalesAnswerRow extends Record<string, unknown> {
  readonly statuses: string[];
  /** PostgreSQL's bigint, in digits. */
  readonly last_seqs: string[];
  readonly outcomes: string[];
  readonly codes: string[];
  readonly flags: string[];
}

/** Where a promotion took something, the other function keeps that too, in the same call. */
const statements = {
  plain: statementOf('record_sales', 51),
  promoted: statementOf('record_promoted_sales', 64),
};

function statementOf(name: string, count: number): string {
  const placeholders = Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');
  return `SELECT (a).statuses, (a).last_seqs::text[], (a).outcomes, (a).codes, (a).flags
    FROM (SELECT orders.${name}(${placeholders}) AS a OFFSET 0) AS answered`;
}

/** A body is kept only where its sale is parked: it goes along when the function asks for it. */
type Bodies = 'left_out' | 'brought';
const BODIES_WANTED = 'EVB01';

/** Runs of one shop, of a register at most one, in a transaction of their own. */
export async function recordRuns(
  surroundings: Surroundings,
  tenantId: string,
  runs: readonly Recording[],
): Promise<readonly SalesAnswer[]> {
  const { database } = surroundings;
  const send = (bodies: Bodies): Promise<SalesAnswerRow[]> =>
    database.call<SalesAnswerRow>(...callOf(surroundings, tenantId, { runs, bodies }));
  const [row] = await send('left_out').catch((error: unknown) => {
    if (codeOf(error) !== BODIES_WANTED) throw error;
    return send('brought');
  });
  const answers = answersOf(row, runs);
  const hasTold = answers.some(({ outcomes }) => outcomes.includes('APPLIED'));
  if (hasTold) database.told(tenantId);
  return answers;
}

/** One run within a transaction that does more than that; who commits it says that it told. */
export async function recordSalesIn(
  tx: Transaction,
  world: World,
  run: Recording,
): Promise<SalesAnswer> {
  const call = callOf(world, tx.tenantId, { runs: [run], bodies: 'brought' });
  const [row] = await tx.call<SalesAnswerRow>(...call);
  return answersOf(row, [run])[0] as SalesAnswer;
}

function answersOf(
  row: SalesAnswerRow | undefined,
  runs: readonly Recording[],
): readonly SalesAnswer[] {
  if (row === undefined) throw new Error('record_sales gave no answer');
  let from = 0;
  return runs.map(({ sales }, place) => {
    const to = from + sales.length;
    const answer = {
      status: row.statuses[place] ?? '',
      lastSeq: Number(row.last_seqs[place]),
      outcomes: row.outcomes.slice(from, to),
      codes: row.codes.slice(from, to),
      flags: row.flags.slice(from, to).map((list) => list.split(',').filter(Boolean) as Flag[]),
    };
    from = to;
    return answer;
  });
}

interface Sent {
  readonly runs: readonly Recording[];
  readonly bodies: Bodies;
}

/** The statement and its values. */
function callOf(
  world: World,
  tenantId: string,
  { runs, bodies }: Sent,
): [statement: string, values: readonly unknown[]] {
  const sales = runs.flatMap(({ pen, sales: ofRun }, run) =>
    ofRun.map((sale) => ({ ...sale, pen, run: run + 1 })),
  );
  const promoted = promotedOf(sales);
  const values = [
    tenantId,
    world.clock.now(),
    ...runColumns(runs),
    ...saleColumns(world, sales, bodies),
    ...lineColumns(sales),
    ...paymentColumns(sales),
    ...flagColumns(sales),
  ];
  if (promoted.length === 0) return [statements.plain, values];
  return [statements.promoted, [...values, ...promotionColumns(promoted)]];
}

function runColumns(runs: readonly Recording[]): readonly unknown[] {
  let last = 0;
  const ends = runs.map(({ sales }) => (last += sales.length));
  return [
    runs.map(({ pen }) => pen.registerId),
    runs.map(({ pen }) => pen.epoch),
    runs.map(({ pen }) => pen.fencing),
    runs.map(({ pen }) => pen.keyHash),
    runs.map(({ context }) => context.userId),
    runs.map(({ context }) => context.traceparent),
    ends.map((end, place) => end - (runs[place]?.sales.length ?? 0) + 1),
    ends,
  ];
}

/** With the place of its run, from one. */
interface PlacedSale extends PricedSale {
  readonly pen: RegisterPen;
  readonly run: number;
}

function saleColumns(
  world: World,
  sales: readonly PlacedSale[],
  bodies: Bodies,
): readonly unknown[] {
  const each = (pick: (sale: PlacedSale) => unknown): unknown[] => sales.map(pick);
  return [
    each(({ run }) => run),
    each(({ operation }) => operation.seq),
    each(({ operation }) => operation.id),
    each(({ operation }) => operation.bodyHash),
    each(({ operation }) => (bodies === 'brought' ? operation.bodyText : null)),
    each(({ operation }) => operation.body.receiptNumber),
    each(({ operation }) => operation.body.currency),
    each(({ operation }) => operation.body.priceBookVersion),
    each(({ operation }) => operation.body.rulesVersion),
    each(({ operation }) => operation.body.customer ?? null),
    each(({ operation }) => operation.body.session ?? null),
    each(({ operation }) => operation.body.cashier ?? null),
    each(({ facts }) => facts.subtotalMinor),
    each(({ facts }) => facts.discountMinor),
    each(({ facts }) => facts.taxMinor),
    each(({ facts }) => facts.roundingMinor),
    each(({ facts }) => facts.totalMinor),
    each(({ facts }) => facts.changeMinor),
    each(({ operation }) => operation.body.source ?? 'REGISTER'),
    each(({ operation }) => operation.body.note ?? null),
    each(({ operation }) => operation.occurredAt),
    each(() => newId(world)),
    JSON.stringify(sales.map(completedEvent)),
  ];
}

/** What `order.completed` tells; the function adds the location, which it knows. */
function completedEvent({ pen, operation, facts }: PlacedSale): object {
  const { body, id, occurredAt } = operation;
  return {
    orderId: id,
    registerId: pen.registerId,
    receiptNumber: body.receiptNumber,
    currency: body.currency,
    totalMinor: facts.totalMinor,
    taxMinor: facts.taxMinor,
    customerId: body.customer ?? null,
    cashierId: body.cashier ?? null,
    source: body.source ?? 'REGISTER',
    occurredAt: occurredAt.toISOString(),
    items: facts.lines.map((line, index) => ({
      lineNumber: index + 1,
      productId: line.productId,
      quantityMilli: line.quantityMilli,
      totalMinor: line.totalMinor,
    })),
  };
}

function lineColumns(sales: readonly PricedSale[]): readonly unknown[] {
  const lines = sales.flatMap(({ facts }, sale) =>
    facts.lines.map((line, index) => ({ ...line, sale: sale + 1, number: index + 1 })),
  );
  return [
    lines.map((line) => line.sale),
    lines.map((line) => line.number),
    lines.map((line) => line.productId),
    lines.map((line) => line.sku),
    lines.map((line) => line.name),
    lines.map((line) => line.quantityMilli),
    lines.map((line) => line.unitPriceMinor),
    lines.map((line) => line.discountMinor),
    lines.map((line) => line.taxCode),
    lines.map((line) => line.taxMinor),
    lines.map((line) => line.totalMinor),
  ];
}

function paymentColumns(sales: readonly PricedSale[]): readonly unknown[] {
  const payments = sales.flatMap(({ facts }, sale) =>
    facts.payments.map((payment) => ({ ...payment, sale: sale + 1 })),
  );
  return [
    payments.map((payment) => payment.sale),
    payments.map((payment) => payment.paymentId),
    payments.map((payment) => payment.method),
    payments.map((payment) => payment.amountMinor),
    payments.map((payment) => payment.reference),
  ];
}

function flagColumns(sales: readonly PricedSale[]): readonly unknown[] {
  const flags = sales.flatMap((one, sale) =>
    [...new Set(one.flags)].map((flag) => ({ flag, sale: sale + 1 })),
  );
  return [flags.map((one) => one.sale), flags.map((one) => one.flag)];
}
