/**
 * A run of sales, as the columns that `orders.record_sales` takes: one round trip, one statement,
 * one transaction, whatever the number of sales and lines.
 */
import type { Flag } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction, World } from '@evertill/kernel';
import type { SaleOperation } from './operation-reading.ts';
import { keyHashOf } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import type { SaleFacts } from './sale-facts.ts';

export interface PricedSale {
  readonly operation: SaleOperation;
  readonly facts: SaleFacts;
  readonly flags: readonly Flag[];
}

export interface SalesAnswer {
  readonly status: string;
  readonly lastSeq: number;
  readonly outcomes: readonly string[];
  readonly codes: readonly string[];
  /** What stands at each sale, whenever it was booked. */
  readonly flags: readonly (readonly Flag[])[];
}

interface SalesAnswerRow extends Record<string, unknown> {
  readonly status: string;
  readonly last_seq: number;
  readonly outcomes: string[] | null;
  readonly codes: string[] | null;
  readonly flags: string[] | null;
}

const ARGUMENTS = 48;
const placeholders = Array.from({ length: ARGUMENTS }, (_, index) => `$${index + 1}`).join(', ');
const statement = `SELECT (a).status, (a).last_seq, (a).outcomes, (a).codes, (a).flags
  FROM (SELECT orders.record_sales(${placeholders}) AS a OFFSET 0) AS answered`;

export async function recordSales(
  surroundings: Surroundings,
  context: TenantContext,
  pass: RegisterPass,
  sales: readonly PricedSale[],
): Promise<SalesAnswer> {
  const pen = { ...pass, keyHash: keyHashOf(context) };
  const values = valuesOf(surroundings, context, pen, sales);
  const [row] = await surroundings.database.call<SalesAnswerRow>(statement, values);
  const answer = answerOf(row);
  if (answer.outcomes.includes('APPLIED')) surroundings.database.told(context.tenantId);
  return answer;
}

/** The same within a transaction that does more than that; who commits it says that it told. */
export async function recordSalesIn(
  tx: Transaction,
  world: World,
  { context, pen, sales }: Recording,
): Promise<SalesAnswer> {
  const [row] = await tx.call<SalesAnswerRow>(statement, valuesOf(world, context, pen, sales));
  return answerOf(row);
}

export interface Recording {
  readonly context: TenantContext;
  readonly pen: RegisterPen;
  readonly sales: readonly PricedSale[];
}

/** What a register shows to write: its pass and its key; the server's own has no key. */
export interface RegisterPen extends RegisterPass {
  readonly keyHash: string | null;
}

function valuesOf(
  world: World,
  context: TenantContext,
  pen: RegisterPen,
  sales: readonly PricedSale[],
): readonly unknown[] {
  return [
    ...headValues(world, context, pen),
    ...saleColumns(world, pen, sales),
    ...lineColumns(sales),
    ...paymentColumns(sales),
    ...flagColumns(sales),
  ];
}

function answerOf(row: SalesAnswerRow | undefined): SalesAnswer {
  if (row === undefined) throw new Error('record_sales gave no answer');
  const { status, last_seq: lastSeq } = row;
  const flags = (row.flags ?? []).map((list) => list.split(',').filter(Boolean) as Flag[]);
  return { status, lastSeq, outcomes: row.outcomes ?? [], codes: row.codes ?? [], flags };
}

function headValues(
  { clock }: World,
  context: TenantContext,
  pass: RegisterPen,
): readonly unknown[] {
  return [
    context.tenantId,
    pass.registerId,
    pass.epoch,
    pass.fencing,
    pass.keyHash,
    context.userId,
    clock.now(),
    context.traceparent,
  ];
}

function saleColumns(
  world: World,
  pass: RegisterPass,
  sales: readonly PricedSale[],
): readonly unknown[] {
  const each = (pick: (sale: PricedSale) => unknown): unknown[] => sales.map(pick);
  return [
    each(({ operation }) => operation.seq),
    each(({ operation }) => operation.id),
    each(({ operation }) => operation.bodyHash),
    each(({ operation }) => operation.bodyText),
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
    each((sale) => JSON.stringify(completedEvent(pass, sale))),
  ];
}

/** What `order.completed` tells; the function adds the location, which it knows. */
function completedEvent(pass: RegisterPass, { operation, facts }: PricedSale): object {
  const { body, id, occurredAt } = operation;
  return {
    orderId: id,
    registerId: pass.registerId,
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
