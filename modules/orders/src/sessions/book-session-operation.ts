/**
 * Books what a register says of its drawer: opened, closed, cash put in or taken out, opened for
 * no sale. All of it happened: it is flagged where it is odd, and parked only where there is
 * nothing to book it to.
 *
 * What is parked blocks only what depends on it. A close or a movement that names in `depends_on`
 * an operation that is parked is parked too, so that a person can bring both back in their order;
 * sales and refunds never wait, they are booked and flagged.
 */
import type { Flag } from '@evertill/contract';
import { tenantOf } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { bookOne } from '../book-one.ts';
import type { Effect } from '../book-one.ts';
import { isOtherTenant } from '../book-sales.ts';
import type { BookingNeeds } from '../book-sales.ts';
import { isParked, writeBooked } from '../booked-operations.ts';
import type { SessionOperation } from '../operation-reading.ts';
import type { Reason } from '../park-operation.ts';
import type { RegisterPass } from '../register-pass.ts';
import { AmountFlaw } from '../amount-reader.ts';
import type { Settled } from '../settlement.ts';
import { bookToSession } from './book-to-session.ts';
import { writeMovement } from './movement-store.ts';
import { countOf, drawerAmount, movementAmount } from './session-amounts.ts';
import type { Count } from './session-amounts.ts';
import { closeSession } from './session-closing.ts';
import { openSession } from './session-opening.ts';
import { readWhoWasWho } from '../words/leaders-words.ts';
import { isMoveBeyond, judgeMovementWords } from '../words/movement-words.ts';
import type { MovedCash } from '../words/movement-words.ts';
import { lockSessionAt } from './session-store.ts';

/** What happened at the drawer, in minor units. */
type Deed =
  | { readonly kind: 'open'; readonly openingFloatMinor: number }
  | { readonly kind: 'close'; readonly count: Count }
  | {
      readonly kind: 'move';
      readonly direction: MovedCash['direction'];
      readonly amountMinor: number;
      readonly reason: string;
    };

interface Told {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: SessionOperation;
  readonly currency: string;
  /** Who stood at the drawer. */
  readonly by: string;
  readonly recordedBy: string;
  readonly sessionId: string;
  readonly deed: Deed;
}

export async function bookSessionOperation(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: SessionOperation,
): Promise<Settled> {
  const { currency } = await tenantOf(needs.surroundings, context);
  const deed = judge(context, operation, currency);
  if ('code' in deed) return needs.park(context, pass, operation, deed);
  const recordedBy = context.userId;
  if (recordedBy === null) throw new Error('a register is always logged in');
  const { body } = operation;
  const by = body.cashier?.toLowerCase() ?? recordedBy;
  const sessionId = body.session.toLowerCase();
  const told = { context, pass, operation, currency, by, recordedBy, sessionId, deed };
  if (operation.kind !== 'cash_movement' || deed.kind !== 'move') {
    return bookOne(needs, { context, pass, operation }, (effect) => write(effect, told));
  }
  const moved = { direction: deed.direction, amountMinor: deed.amountMinor };
  const whoWasWho = await readWhoWasWho(needs.surroundings, context, operation, (reach) =>
    isMoveBeyond(reach, moved),
  );
  const worded = { operation, registerId: pass.registerId, usedBy: recordedBy, whoWasWho };
  const movement = { ...moved, roles: context.roles };
  return bookOne(needs, { context, pass, operation }, async (effect) => {
    const flags = await write(effect, told);
    if ('code' in flags) return flags;
    return [...flags, ...(await judgeMovementWords(effect, worded, movement))];
  });
}

function judge(
  context: TenantContext,
  operation: SessionOperation,
  currency: string,
): Deed | Reason {
  const { body } = operation;
  if ('currency' in body && body.currency !== currency) return { code: 'currency_foreign' };
  if (isOtherTenant(operation, context)) return { code: 'tenant_mismatch' };
  try {
    return deedOf(operation, currency);
  } catch (error) {
    if (error instanceof AmountFlaw) return { code: 'amount_invalid', detail: error.message };
    throw error;
  }
}

function deedOf({ kind, body }: SessionOperation, currency: string): Deed {
  switch (kind) {
    case 'session_open': {
      const openingFloatMinor = drawerAmount(body.openingFloat, currency, 'opening_float');
      return { kind: 'open', openingFloatMinor };
    }
    case 'session_close':
      return { kind: 'close', count: countOf(body, currency) };
    case 'cash_movement': {
      const amountMinor = movementAmount(body, currency);
      return { kind: 'move', direction: body.kind, amountMinor, reason: body.reason };
    }
  }
}

async function write(effect: Effect, told: Told): Promise<readonly Flag[] | Reason> {
  const { tx, now } = effect;
  const { operation, pass, recordedBy, deed } = told;
  const { dependsOn } = operation;
  const isBound = deed.kind !== 'open' && dependsOn !== undefined;
  if (isBound && (await isParked(tx, pass.registerId, dependsOn))) {
    return { code: 'dependency_parked' };
  }
  const flags: readonly Flag[] | Reason = await writeDeed(effect, told);
  if ('code' in flags) return flags;
  const own = [...flags, ...(effect.isClockSuspect ? (['clock_suspect'] as const) : [])];
  await writeBooked(tx, { pass, operation, recordedBy, flags: own, now });
  if (deed.kind !== 'move') return own;
  const { registerId } = pass;
  const subject = { subjectId: operation.id, registerId, sessionId: told.sessionId, now };
  return [...own, ...(await bookToSession(tx, { kind: 'CASH_MOVEMENT', ...subject }))];
}

function writeDeed(effect: Effect, told: Told): Promise<readonly Flag[] | Reason> {
  const { deed } = told;
  switch (deed.kind) {
    case 'open':
      return open(effect, told, deed.openingFloatMinor);
    case 'close':
      return close(effect, told, deed.count);
    case 'move':
      return move(effect, told, deed);
  }
}

async function open({ tx }: Effect, told: Told, openingFloatMinor: number) {
  const { operation } = told;
  const opened = await openSession(tx, told.context, {
    sessionId: told.sessionId,
    registerId: told.pass.registerId,
    currency: told.currency,
    openingFloatMinor,
    openedBy: told.by,
    openedAt: operation.occurredAt,
    bodyHash: operation.bodyHash,
  });
  if (opened === 'id taken') return { code: 'id_reused' } as const;
  if (opened === 'another is open') return { code: 'session_open_exists' } as const;
  return [];
}

/** A close that says what an earlier one said is booked and changes nothing. */
async function close({ tx }: Effect, told: Told, count: Count) {
  const { context, operation, by } = told;
  const session = await lockSessionAt(tx, told.sessionId, told.pass.registerId);
  if (session === undefined) return { code: 'session_unknown' } as const;
  const closing = { context, session, count, closedBy: by, closedAt: operation.occurredAt };
  const closed = await closeSession(tx, { ...closing, mustExplain: false });
  if (closed === 'closed otherwise') return { code: 'session_closed' } as const;
  return count.addsUp ? [] : (['count_differs'] as const);
}

async function move({ tx, now }: Effect, told: Told, deed: Deed & { readonly kind: 'move' }) {
  const { operation } = told;
  await writeMovement(tx, told.context, {
    movementId: operation.id,
    sessionId: told.sessionId,
    registerId: told.pass.registerId,
    kind: deed.direction,
    amountMinor: deed.amountMinor,
    currency: told.currency,
    reason: deed.reason,
    bodyHash: operation.bodyHash,
    recordedBy: told.by,
    occurredAt: operation.occurredAt,
    now,
  });
  return [];
}
