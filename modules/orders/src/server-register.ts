/**
 * The register of the server itself, one a tenant: it records what no counter does (an order paid
 * online, an exchange in the back office). What it records has one shape with every other sale:
 * one sequence without a gap, and receipt numbers of its own.
 */
import { canonicalBody, refundBody, saleBody } from '@evertill/contract';
import type { RefundBody, SaleBody } from '@evertill/contract';
import { derivedId, sha256Hex } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { readStoredBook } from './price-books.ts';
import { refundFactsOf } from './refund-facts.ts';
import type { RefundFacts } from './refund-facts.ts';
import { writeRefund } from './refund-store.ts';
import { advanceRegister } from './register-pass.ts';
import { recordSalesIn } from './sale-batch.ts';
import type { RegisterPen } from './sale-batch.ts';
import { saleFactsOf, subtotalledBy } from './sale-facts.ts';

const EPOCH = 1;

/** Everybody derives the same id for it. */
export function serverRegisterId(tenantId: string): string {
  return derivedId(tenantId, 'register:server');
}

/** The server's register, locked, and the number and receipt number of its next operation. */
export interface ServerTurn {
  readonly pen: RegisterPen;
  readonly seq: number;
  readonly receiptNumber: string;
}

/**
 * Takes the next turn of the server's register and holds it until the transaction ends. Take it
 * last: every order of the tenant that is completed waits here for the one before.
 */
export async function takeServerTurn(tx: Transaction, now: Date): Promise<ServerTurn> {
  const registerId = serverRegisterId(tx.tenantId);
  await tx.query(
    `INSERT INTO orders.registers (tenant_id, register_id, name, body_hash, epoch, kind, created_at)
     VALUES ($1, $2, $3, '', $4, 'SERVER', $5) ON CONFLICT DO NOTHING`,
    [tx.tenantId, registerId, `server ${registerId}`, EPOCH, now],
  );
  const [row] = await tx.query<{ last_seq: number }>(
    `SELECT last_seq FROM orders.registers
     WHERE tenant_id = $1 AND register_id = $2 AND kind = 'SERVER' FOR NO KEY UPDATE`,
    [tx.tenantId, registerId],
  );
  if (row === undefined) throw new Error("the server's register is taken by another");
  const seq = row.last_seq + 1;
  return {
    pen: { registerId, epoch: EPOCH, fencing: 0, keyHash: null },
    seq,
    receiptNumber: `S-${String(seq).padStart(6, '0')}`,
  };
}

export interface ServerSale {
  readonly context: TenantContext;
  readonly saleId: string;
  readonly turn: ServerTurn;
  /** Priced by the server: its receipt number comes with the turn. */
  readonly body: Omit<SaleBody, 'receiptNumber'>;
  /** Where the goods are; without it the shop's main location. */
  readonly locationId?: string | null;
  readonly occurredAt: Date;
}

/** Records a sale that the server completed, with everything a counter sale has. */
export async function recordServerSale(
  tx: Transaction,
  surroundings: Surroundings,
  sale: ServerSale,
): Promise<void> {
  const { context, saleId: id, turn, occurredAt } = sale;
  const body: SaleBody = { ...sale.body, receiptNumber: turn.receiptNumber };
  const bodyText = canonicalBody(saleBody, body);
  const bodyHash = sha256Hex(bodyText);
  const head = { kind: 'sale', seq: turn.seq, id, occurredAt, bodyHash, bodyText } as const;
  const operation = { ...head, body };
  await standAt(tx, turn, sale.locationId ?? null);
  const book = await readStoredBook(tx, body.priceBookVersion);
  const answer = await recordSalesIn(tx, surroundings, {
    context,
    pen: turn.pen,
    sales: [
      {
        operation,
        facts: subtotalledBy(saleFactsOf(body), book),
        flags: [],
        couponLimits: new Map(),
      },
    ],
  });
  if (answer.outcomes[0] !== 'APPLIED') {
    throw new Error(`a sale of the server was not booked: ${JSON.stringify(answer)}`);
  }
}

/** A sale is where its register is. The server's stands wherever its turn has to be. */
async function standAt(
  tx: Transaction,
  { pen }: ServerTurn,
  locationId: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE orders.registers SET location_id = $3
     WHERE tenant_id = $1 AND register_id = $2 AND location_id IS DISTINCT FROM $3::uuid`,
    [tx.tenantId, pen.registerId, locationId],
  );
}

export interface ServerRefund {
  readonly context: TenantContext;
  readonly refundId: string;
  readonly turn: ServerTurn;
  readonly body: Omit<RefundBody, 'receiptNumber'>;
  readonly locationId: string | null;
  readonly now: Date;
}

/** Records a refund that the server gave. Who calls it counted the lines and tells the event. */
export async function recordServerRefund(
  tx: Transaction,
  refund: ServerRefund,
): Promise<RefundFacts> {
  const { context, refundId: id, turn, now, locationId } = refund;
  const body: RefundBody = { ...refund.body, receiptNumber: turn.receiptNumber };
  const bodyText = canonicalBody(refundBody, body);
  const head = { kind: 'refund', seq: turn.seq, id, occurredAt: now, bodyText } as const;
  const operation = { ...head, bodyHash: sha256Hex(bodyText), body };
  const facts = refundFactsOf(body);
  const { pen: pass } = turn;
  const recordedBy = context.userId;
  await writeRefund(tx, { operation, facts, pass, locationId, recordedBy, flags: [], now });
  await advanceRegister(tx, pass.registerId, turn.seq);
  return facts;
}
