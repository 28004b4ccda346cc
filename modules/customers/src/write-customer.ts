/**
 * How a customer is made and changed, whichever way it was asked: by the API, by a register's
 * queue, at a checkout, by identifying somebody. The caller has the shop's keys and currency, and
 * asks nobody any more.
 */
import type { TenantContext, Transaction } from '@evertill/kernel';
import { brokenUnique, refuse } from '@evertill/kernel';
import { marksOf } from './blind-index.ts';
import { consentAfter, isSameConsent, noConsent, saidAt, writeConsent } from './consents.ts';
import type { ConsentSource, SaidConsent } from './consents.ts';
import { indexConstraints, insertCustomer, isLiving, updateCustomer } from './customer-store.ts';
import type { CustomerRow } from './customer-store.ts';
import { readDetails } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { makeSubjectKey, openSubjectKey, sealDetails } from './sealed-details.ts';
import type { Details } from './sealed-details.ts';
import type { Keys } from './shop-keys.ts';
import { tellAudit } from './tell-audit.ts';

/** What every write of a customer rests on. */
export interface Writing {
  readonly needs: Pick<Needs, 'clock' | 'randomness' | 'log'>;
  readonly context: TenantContext;
  readonly keys: Keys;
  readonly currency: string;
  readonly source: ConsentSource;
  /** When it was said, which for a register that was offline is not now. */
  readonly saidAt?: Date | undefined;
}

export interface NewOne {
  readonly customerId: string;
  readonly details: Details;
  readonly consent: SaidConsent;
  readonly bodyMark: string;
}

/** Answers the customer's own key, or undefined when the id is there already. */
export async function writeNew(
  tx: Transaction,
  writing: Writing,
  made: NewOne,
): Promise<Buffer | undefined> {
  const { needs, context, keys, currency } = writing;
  const { customerId, details, bodyMark } = made;
  const now = needs.clock.now();
  const subject = { tenantId: tx.tenantId, customerId };
  const { key, sealed: sealedKey } = makeSubjectKey(needs, keys, subject);
  const isMade = await insertCustomer(tx, {
    ...sealDetails(needs, key, subject, details),
    customerId,
    sealedKey,
    bodyMark,
    marks: marksOf(keys, details, currency),
    createdAt: now,
    editedAt: earlier(writing.saidAt, now),
  });
  if (!isMade) return undefined;
  const consent = consentAfter(noConsent, made.consent);
  if (made.consent.marketingOptIn !== undefined) {
    await writeConsent(tx, { ...consent, ...whenSaid(writing, made.consent, now), customerId });
  }
  tx.tell({ type: 'customer.created', aggregateId: customerId, payload: { customerId } });
  tellAudit(tx, context, { action: 'CUSTOMER_CREATED', customerId });
  return key;
}

export interface Change {
  readonly details: Partial<Details>;
  readonly consent: SaidConsent;
}

/** Changes a customer whose row is held; refused when it is gone, or does not open. */
export async function writeChange(
  tx: Transaction,
  writing: Writing,
  row: CustomerRow,
  change: Change,
): Promise<void> {
  if (!isLiving(row)) refuse('customer_gone');
  const { needs, context, keys, currency } = writing;
  const { customer_id: customerId } = row;
  const subject = { tenantId: tx.tenantId, customerId };
  const now = needs.clock.now();
  const before = readDetails(needs, row, { keys, tenantId: tx.tenantId });
  const after = { ...before, ...change.details };
  const names = ['name', 'email', 'phone', 'address', 'description'] as const;
  const fields: string[] = names.filter((name) => before[name] !== after[name]);
  if (fields.length > 0) {
    const key = openSubjectKey(keys, subject, row.sealed_key);
    await updateCustomer(tx, {
      ...sealDetails(needs, key, subject, after),
      customerId,
      marks: marksOf(keys, after, currency),
      updatedAt: now,
      editedAt: earlier(writing.saidAt, now),
    });
  }
  const held = {
    marketingOptIn: row.marketing_opt_in,
    marketingChannels: row.marketing_channels,
  };
  const consent = consentAfter(held, change.consent);
  if (!isSameConsent(held, consent)) {
    await writeConsent(tx, { ...consent, ...whenSaid(writing, change.consent, now), customerId });
    fields.push('marketing');
  }
  if (fields.length === 0) return;
  tx.tell({ type: 'customer.updated', aggregateId: customerId, payload: { customerId } });
  tellAudit(tx, context, { action: 'CUSTOMER_CHANGED', customerId, fields });
}

/** A clock that runs ahead would shut out every edit after it. */
function earlier(one: Date | undefined, other: Date): Date {
  return one === undefined || one > other ? other : one;
}

function whenSaid({ context, source, saidAt: at }: Writing, said: SaidConsent, now: Date) {
  const occurredAt = saidAt(said, earlier(at, now), now);
  return { source, recordedBy: context.userId, occurredAt, now };
}

/** A phone number or an e-mail that another customer has; anything else is thrown on. */
export function refuseTaken(error: unknown): never {
  const field = indexConstraints[brokenUnique(error) ?? ''];
  if (field === undefined) throw error;
  return refuse('name_taken', { fields: [{ field, message: 'leads to another customer' }] });
}
