/** The back office ends the waiting of a parked operation: once, by a leader, with a reason. */
import { factKinds } from '@evertill/contract';
import type { InputOf, orders } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { decisionView, readDecision, writeDecision } from './decision-store.ts';

type Input = InputOf<typeof orders.decideParked>;

export function decideParked(
  surroundings: Pick<Surroundings, 'database' | 'clock' | 'randomness'>,
): TenantUseCase<typeof orders.decideParked> {
  const { database, clock } = surroundings;
  return (context, input) =>
    database.inTransaction(context, async (tx) => {
      const decidedBy = context.userId ?? refuse('not_found');
      const decisionId = input.decisionId?.toLowerCase() ?? newId(surroundings);
      const bodyHash = context.fingerprint();
      const registerId = input.register.toLowerCase();
      // Two who decide at once, and a register that sends it again, go one after the other.
      await tx.query(
        `SELECT FROM orders.registers WHERE tenant_id = $1 AND register_id = $2
         FOR NO KEY UPDATE`,
        [tx.tenantId, registerId],
      );
      const known = await readDecision(tx, decisionId);
      if (known !== undefined) {
        return known['body_hash'] === bodyHash ? decisionView(known) : refuse('id_reused');
      }
      await checkWaiting(tx, input);
      const now = clock.now();
      await writeDecision(tx, {
        ...{ decisionId, registerId, decidedBy, bodyHash, now },
        operationId: input.operationId.toLowerCase(),
        decision: input.decision,
        amendedBy: null,
        reason: input.reason,
        decidedAt: now,
        way: 'OFFICE',
        isFit: true,
        recordedBy: decidedBy,
      });
      const row = (await readDecision(tx, decisionId)) ?? refuse('not_found');
      return decisionView(row);
    });
}

async function checkWaiting(
  tx: Transaction,
  { register, operationId, decision }: Input,
): Promise<void> {
  const rows = await tx.query<{ kind: string; waits: boolean }>(
    `SELECT u.kind,
       orders.still_waits(u.tenant_id, u.register_id, u.operation_id, u.body_hash) AS waits
     FROM orders.unbooked_operations u
     WHERE u.tenant_id = $1 AND u.register_id = $2 AND u.operation_id = $3
       AND u.outcome <> 'DUPLICATE'
     ORDER BY u.epoch DESC, u.seq DESC`,
    [tx.tenantId, register, operationId],
  );
  const [last] = rows;
  if (last === undefined) refuse('not_found');
  const waiting = rows.find(({ waits }) => waits) ?? refuse('parked_settled');
  const message = factKinds.has(waiting.kind)
    ? 'must be VOIDED: it happened'
    : 'must be ACCEPTED: nothing happened yet';
  if (!isWordFor(waiting.kind, decision)) {
    refuse('input_invalid', { fields: [{ field: 'decision', message }] });
  }
}

/** Of what stands in for something, and of what no schema knows, either is said. */
function isWordFor(kind: string, decision: Input['decision']): boolean {
  if (factKinds.has(kind)) return decision === 'VOIDED';
  return decision === 'ACCEPTED' || !knownRequests.has(kind);
}

const knownRequests: ReadonlySet<string> = new Set([
  'void',
  'session_open',
  'customer_create',
  'customer_update',
]);
