/** Store credits, a page at a time; one with its ledger; and what is left on one with a code. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf, readStoreCreditCode } from '@evertill/domain';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { creditIdOf, readCredit } from './credit-store.ts';
import type { CreditRow } from './credit-store.ts';

type CreditView = OutputOf<typeof orders.listStoreCredits>['items'][number];
type EntryView = OutputOf<typeof orders.findStoreCredit>['entries'][number];

const ENTRIES_SHOWN = 200;

const creditList = {
  from: 'orders.store_credits c',
  columns: 'c.*',
  tenantColumn: 'c.tenant_id',
  orderings: {
    // What nobody has told us of yet comes first: somebody should look at it.
    issued_at: { sql: "coalesce(c.issued_at, 'infinity')", type: 'timestamptz' },
    balance: { sql: 'c.balance_minor', type: 'bigint' },
  },
  tieBreak: { sql: 'c.credit_id', type: 'uuid' },
  defaultOrdering: '-issued_at',
} satisfies Omit<ListSource, 'where'>;

export function listStoreCredits({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listStoreCredits> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('c.customer_id = ?', query.customer),
        whenGiven('c.refund_id = ?', query.salesRefund),
        whenGiven('(c.balance_minor > 0) = ?', query.isOpen),
      ];
      const { rows, ...page } = await readPage(tx, { ...creditList, where }, query);
      return { ...page, items: rows.map((row) => creditView(row as CreditRow)) };
    });
}

export function findStoreCredit({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.findStoreCredit> {
  return (context, { storeCreditId }) =>
    database.read(context, async (tx) => {
      const credit = (await readCredit(tx, storeCreditId)) ?? refuse('not_found');
      const rows = await tx.query(
        `SELECT * FROM orders.store_credit_entries WHERE tenant_id = $1 AND credit_id = $2
         ORDER BY number DESC LIMIT ${ENTRIES_SHOWN}`,
        [tx.tenantId, credit.credit_id],
      );
      const entries = rows.map((row) => entryView(row, credit.currency));
      return { ...creditView(credit), entries };
    });
}

export function findStoreCreditByCode({
  database,
  clock,
}: Pick<Surroundings, 'database' | 'clock'>): TenantUseCase<typeof orders.findStoreCreditByCode> {
  return async (context, { code: typed }) => {
    const code = readStoreCreditCode(typed) ?? refuse('not_found');
    const credit = await database.read(context, (tx) =>
      readCredit(tx, creditIdOf(tx.tenantId, code)),
    );
    // Whoever spoke of it was a counter; who issued it may yet be heard of.
    if (credit === undefined || credit.issued_at === null) return refuse('not_found');
    const isOver = credit.expires_at !== null && credit.expires_at <= clock.now();
    return {
      storeCreditId: credit.credit_id,
      code,
      currency: credit.currency,
      balance: decimalOf(credit.balance_minor, credit.currency),
      expiresAt: credit.expires_at?.toISOString() ?? null,
      isSpendable: !isOver && credit.balance_minor > 0,
    };
  };
}

function creditView(row: CreditRow): CreditView {
  const amount = (minor: number): string => decimalOf(minor, row.currency);
  return {
    storeCreditId: row.credit_id,
    code: row.code,
    currency: row.currency,
    issued: amount(row.issued_minor),
    spent: amount(row.spent_minor),
    returned: amount(row.returned_minor),
    balance: amount(row.balance_minor),
    customer: row.customer_id,
    salesRefund: row.refund_id,
    issuedAt: row.issued_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

function entryView(row: Row, currency: string): EntryView {
  return {
    number: row['number'] as number,
    kind: row['kind'] as EntryView['kind'],
    amount: decimalOf(row['amount_minor'] as number, currency),
    balance: decimalOf(row['balance_minor'] as number, currency),
    salesHeader: row['sale_id'] as string | null,
    salesRefund: row['refund_id'] as string | null,
    salesPayment: row['payment_id'] as string | null,
    createdBy: row['recorded_by'] as string | null,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
  };
}
