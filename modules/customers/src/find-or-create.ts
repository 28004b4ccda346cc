/**
 * Who somebody at a checkout is: the customer with that phone number, else with that e-mail, else a
 * new one; of somebody who tells neither, a profile. A customer that is found stays as it is: a
 * checkout knows no better who they are. The same question again makes nothing twice.
 */
import type { InputOf, customers } from '@evertill/contract';
import { brokenUnique, refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { bodyMark } from './blind-index.ts';
import { saidOnce, wholeDetails } from './customer-input.ts';
import { indexConstraints } from './customer-store.ts';
import { findByContact } from './find-by-contact.ts';
import type { Needs } from './needs.ts';
import { insertProfile, lockProfile, readProfile, updateSeen } from './profile-store.ts';
import { writeNew } from './write-customer.ts';
import { writingOf } from './writing-of.ts';

type Question = InputOf<typeof customers.findOrCreate>;

/** Somebody else made the customer that was not there a moment ago: then it is there. */
const ATTEMPTS_MAX = 3;

export function findOrCreate(needs: Needs): TenantUseCase<typeof customers.findOrCreate> {
  return async (context, question) => {
    const { phone, email, anonymousCustomer } = question;
    const isKnown = phone !== undefined || email !== undefined;
    if (!isKnown) {
      return needs.database.inTransaction(context, (tx) => seeProfile(tx, needs, question));
    }
    if (anonymousCustomer !== undefined) {
      const message = 'is of somebody who tells neither phone nor email: identify it';
      const fields = [{ field: 'anonymous_customer_id', message }];
      refuse('input_invalid', { detail: `anonymous_customer_id ${message}`, fields });
    }
    const customerId = await customerOf(needs, context, question);
    return { customerId, anonymousCustomerId: null };
  };
}

async function customerOf(
  needs: Needs,
  context: TenantContext,
  { phone, email, newId }: Question,
): Promise<string> {
  const writing = await writingOf(needs, context, { source: 'CHECKOUT' });
  const customerId = newId.toLowerCase();
  const said = { phone, email };
  const made = {
    customerId,
    details: wholeDetails(said),
    consent: {},
    bodyMark: bodyMark(writing.keys, saidOnce(said)),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await needs.database.inTransaction(context, async (tx) => {
        const found = await findByContact(tx, writing, said);
        if (found === undefined) await writeNew(tx, writing, made);
        return found ?? customerId;
      });
    } catch (error) {
      const isTaken = (brokenUnique(error) ?? '') in indexConstraints;
      if (!isTaken || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

async function seeProfile(tx: Transaction, needs: Needs, question: Question) {
  const now = needs.clock.now();
  const visitId = question.newId.toLowerCase();
  if (question.anonymousCustomer === undefined) {
    const seen = { firstSeen: now, lastSeen: now, visitCount: 1, lastVisitId: visitId };
    await insertProfile(tx, { profileId: visitId, ...seen, bodyHash: '' });
    const made = await readProfile(tx, visitId);
    return { customerId: made?.customer_id ?? null, anonymousCustomerId: visitId };
  }
  const row = await lockProfile(tx, question.anonymousCustomer);
  const { anonymous_customer_id: profileId } = row;
  if (row.last_visit_id !== visitId) {
    const lastSeen = row.last_seen > now ? row.last_seen : now;
    const visitCount = row.visit_count + 1;
    await updateSeen(tx, { profileId, lastSeen, visitCount, lastVisitId: visitId });
  }
  return { customerId: row.customer_id, anonymousCustomerId: profileId };
}
