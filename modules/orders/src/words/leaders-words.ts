/**
 * Leaders' words that an operation of a register carries. What happened is booked whatever they are
 * worth; each is kept with the operation, and one that is not good for it is flagged.
 *
 * A word with a token was checked by the server before. Without one the device checked the PIN
 * while the line was down, and only says so: judged is whether that person might, then.
 */
import { auth, counterLimitsOf, limits, mayDo, roleOf } from '@evertill/contract';
import type { ApprovedAction, CounterLimits, LeadersWord, Role } from '@evertill/contract';
import type { RoleLimits } from '@evertill/contract';
import { tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { tellAudit } from '../drafts/tell-audit.ts';
import { spendApproval } from '../returns/approvals.ts';

/** What of an operation its words are judged by. */
export interface WordedOperation {
  readonly id: string;
  readonly occurredAt: Date;
  readonly body: {
    readonly cashier?: string | undefined;
    readonly approvals?: readonly LeadersWord[] | undefined;
  };
}

export interface WhoWasWho {
  readonly roleLimits: RoleLimits;
  /** What they were when it happened; not in it: nobody then. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** Who the approvers and the cashier were when it happened. Never inside a transaction. */
export async function readWhoWasWho(
  surroundings: Surroundings,
  context: TenantContext,
  { occurredAt, body }: WordedOperation,
  isBeyond: (reach: CounterLimits) => boolean = () => false,
): Promise<WhoWasWho> {
  const { roleLimits } = await tenantOf(surroundings, context);
  // What everybody may do says nothing about anybody: then nobody is asked about.
  if (body.approvals === undefined && !isBeyond(roleLimits.cashier)) {
    return { roleLimits, roles: new Map() };
  }
  const named = [body.cashier, ...(body.approvals ?? []).map(({ approver }) => approver)];
  const userClientIds = [
    ...new Set(named.flatMap((id) => (id === undefined ? [] : [id.toLowerCase()]))),
  ];
  if (userClientIds.length === 0) return { roleLimits, roles: new Map() };
  const at = occurredAt.toISOString();
  const { people } = await surroundings.ask(auth.findRolesAt, context, { userClientIds, at });
  const roles = people.map((one) => [one.userClientId, roleOf(one.role)] as const);
  return { roleLimits, roles: new Map(roles) };
}

/** How far who stood there may go; of whom nobody knows, nothing is said. */
export function reachOfCashier(
  { roles, roleLimits }: WhoWasWho,
  { body }: WordedOperation,
): CounterLimits | undefined {
  const role = body.cashier === undefined ? undefined : roles.get(body.cashier.toLowerCase());
  return role === undefined ? undefined : counterLimitsOf([role], roleLimits);
}

export interface Keeping {
  readonly operation: WordedOperation;
  readonly registerId: string;
  readonly usedBy: string | null;
  readonly whoWasWho: WhoWasWho;
  /** What passes by it, in minor units. */
  readonly amountMinor: (action: ApprovedAction) => number;
  /** Whether somebody of this reach could have done it without a word. */
  readonly isWithin: (reach: CounterLimits, action: ApprovedAction) => boolean;
  readonly now: Date;
}

export interface KeptWords {
  /** What good words let pass. */
  readonly passed: ReadonlySet<ApprovedAction>;
  readonly hasUnfit: boolean;
}

/** Keeps the words of an operation with it, and uses their tokens up. */
export async function keepWords(tx: Transaction, keeping: Keeping): Promise<KeptWords> {
  const passed = new Set<ApprovedAction>();
  let hasUnfit = false;
  for (const [index, word] of (keeping.operation.body.approvals ?? []).entries()) {
    const isFit = isOfLeader(word, keeping) && (await isTokenGood(tx, word, keeping));
    if (isFit) passed.add(word.action);
    else hasUnfit = true;
    await writeWord(tx, { keeping, word, number: index + 1, isFit });
  }
  return { passed, hasUnfit };
}

function isOfLeader(word: LeadersWord, keeping: Keeping): boolean {
  const { whoWasWho, operation, isWithin } = keeping;
  const role = whoWasWho.roles.get(word.approver.toLowerCase());
  if (role === undefined || !mayDo([role], 'approval_give')) return false;
  if (!isWithin(counterLimitsOf([role], whoWasWho.roleLimits), word.action)) return false;
  // A word is for what lies on the counter, or was parked since for want of one: it is neither of
  // last week nor of a time that has not come.
  const [happenedMs, spokenMs] = [operation.occurredAt.getTime(), Date.parse(word.approvedAt)];
  const latestMs = Math.max(happenedMs, keeping.now.getTime()) + limits.CLOCK_AHEAD_MS_MAX;
  return spokenMs <= latestMs && happenedMs - spokenMs <= limits.DEVICE_APPROVAL_MS;
}

async function isTokenGood(
  tx: Transaction,
  { token, action, approver }: LeadersWord,
  { operation, registerId, usedBy, amountMinor, now }: Keeping,
): Promise<boolean> {
  if (token === undefined) return true;
  const used = await spendApproval(tx, {
    token,
    action,
    subject: operation.id,
    amountMinor: amountMinor(action),
    usedBy,
    now,
    // The line may have been down since: it counts when the thing happened.
    happenedAt: operation.occurredAt,
    registerId,
  });
  return used?.givenBy === approver.toLowerCase();
}

interface Writing {
  readonly keeping: Keeping;
  readonly word: LeadersWord;
  readonly number: number;
  readonly isFit: boolean;
}

async function writeWord(
  tx: Transaction,
  { keeping, word, number, isFit }: Writing,
): Promise<void> {
  const { operation, registerId, usedBy, now } = keeping;
  const { action, approvedAt } = word;
  const approver = word.approver.toLowerCase();
  const way = word.token === undefined ? 'DEVICE' : 'SERVER';
  await tx.query(
    `INSERT INTO orders.operation_approvals (tenant_id, operation_id, word_number, register_id,
       action, approver, approved_at, way, is_fit, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      operation.id,
      number,
      registerId,
      action,
      approver,
      new Date(approvedAt),
      way,
      isFit,
      now,
    ],
  );
  tellAudit(tx, {
    action: isFit ? 'OPERATION_APPROVED' : 'OPERATION_APPROVAL_UNFIT',
    modelName: 'Operation',
    objectId: operation.id,
    userId: usedBy,
    data: { action, approver, approvedAt, way, registerId },
  });
}
