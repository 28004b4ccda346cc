/**
 * Books a void that a register sends. It is for who may void, or with a leader's word: without
 * either it waits for a manager; of a sale that is unknown, or that ended otherwise, for a person.
 */
import type { Flag } from '@evertill/contract';
import { tenantOf } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { bookOne } from '../book-one.ts';
import type { Effect } from '../book-one.ts';
import { isOtherTenant } from '../book-sales.ts';
import type { BookingNeeds } from '../book-sales.ts';
import { writeBooked } from '../booked-operations.ts';
import type { VoidOperation } from '../operation-reading.ts';
import type { Reason } from '../park-operation.ts';
import type { RegisterPass } from '../register-pass.ts';
import type { Settled } from '../settlement.ts';
import { rightsOf } from './rights.ts';
import { readSold } from './void-store.ts';
import { voidSale } from './void-sale.ts';
import { readWhoWasWho } from '../words/leaders-words.ts';
import type { WhoWasWho } from '../words/leaders-words.ts';
import { judgeVoidWords } from '../words/void-words.ts';

interface Told {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: VoidOperation;
  readonly timeZone: string;
  readonly whoWasWho: WhoWasWho;
}

export async function bookVoid(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: VoidOperation,
): Promise<Settled> {
  if (isOtherTenant(operation, context)) {
    return needs.park(context, pass, operation, { code: 'tenant_mismatch' });
  }
  const { mayVoid } = await rightsOf(needs.surroundings, context);
  const isSpokenFor = operation.body.approvals?.some(({ action }) => action === 'VOID') === true;
  if (!mayVoid && !isSpokenFor) {
    return needs.park(context, pass, operation, { code: 'void_needs_manager' });
  }
  const { timeZone } = await tenantOf(needs.surroundings, context);
  const whoWasWho = await readWhoWasWho(
    needs.surroundings,
    context,
    operation,
    (reach) => !reach.mayVoid,
  );
  const told = { context, pass, operation, timeZone, whoWasWho };
  return bookOne(needs, { context, pass, operation }, (effect) => write(effect, told));
}

const everyone = { seesAll: true, userId: null };

async function write(
  { tx, now, isClockSuspect }: Effect,
  { context, pass, operation, timeZone, whoWasWho }: Told,
): Promise<readonly Flag[] | Reason> {
  const { body, occurredAt: at } = operation;
  const sale = await readSold(tx, body.salesHeader.toLowerCase(), everyone);
  if (sale === undefined) return { code: 'sale_not_found' };
  const { userId } = context;
  const voidedBy = body.cashier?.toLowerCase() ?? userId;
  const worded = { operation, registerId: pass.registerId, usedBy: userId, whoWasWho };
  let flags: readonly Flag[] = isClockSuspect ? ['clock_suspect'] : [];
  // Asked last, when nothing else stands against it: a word that let nothing pass is not used up.
  const approve = async (): Promise<string | null> => {
    const judged = await judgeVoidWords(tx, worded, { amountMinor: sale.total_minor, now });
    flags = [...flags, ...judged.raised];
    return judged.approvedBy;
  };
  const { reason } = body;
  const code = await voidSale(tx, { sale, reason, voidedBy, timeZone, at, now, approve });
  if (code !== undefined) return { code };
  await writeBooked(tx, { pass, operation, recordedBy: userId, flags, now });
  return flags;
}
