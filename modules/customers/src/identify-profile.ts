/**
 * Somebody we did not know says who they are: the customer with that phone number, else with that
 * e-mail, else a new one. A customer that is found stays as it is. Said again, it is answered
 * alike; said otherwise, it is refused.
 */
import type { InputOf, customers } from '@evertill/contract';
import { derivedId, refuse } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { bodyMark } from './blind-index.ts';
import { consentSaid, saidOnce, wholeDetails } from './customer-input.ts';
import { readCustomer } from './customer-store.ts';
import { customerView, readDetails } from './customer-view.ts';
import { findByContact } from './find-by-contact.ts';
import type { Needs } from './needs.ts';
import { lockProfile, updateIdentified } from './profile-store.ts';
import type { ProfileRow } from './profile-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseTaken, writeNew } from './write-customer.ts';
import type { Writing } from './write-customer.ts';
import { writingOf } from './writing-of.ts';

type Said = Omit<InputOf<typeof customers.identifyProfile>, 'anonymousCustomerId' | 'userClient'>;

export function identifyProfile(needs: Needs): TenantUseCase<typeof customers.identifyProfile> {
  return async (context, { anonymousCustomerId, userClient, ...said }) => {
    refuseForeign(context, userClient);
    refuseNobody(said);
    const writing = await writingOf(needs, context, { source: 'IDENTIFIED' });
    const mark = bodyMark(writing.keys, saidOnce(said));
    const { row, isNew } = await needs.database
      .inTransaction(context, async (tx) => {
        const profile = await lockProfile(tx, anonymousCustomerId);
        const newId = idOfNew(profile);
        const customerId = profile.customer_id ?? (await join(tx, writing, { said, mark, newId }));
        if (profile.customer_id === null) {
          const profileId = profile.anonymous_customer_id;
          await updateIdentified(tx, { profileId, customerId, mark, at: needs.clock.now() });
        } else if (profile.identified_mark !== mark) refuse('profile_identified');
        const customer = (await readCustomer(tx, customerId)) ?? refuse('not_found');
        return { row: customer, isNew: customerId === newId };
      })
      .catch(refuseTaken);
    const opening = { keys: writing.keys, tenantId: context.tenantId };
    const customer = customerView(row, readDetails(needs, row, opening));
    return {
      anonymousCustomerId: anonymousCustomerId.toLowerCase(),
      customerId: customer.customerId,
      customer,
      isNew,
    };
  };
}

function refuseNobody({ name, phone, email }: Said): void {
  if (name !== undefined || phone != null || email != null) return;
  const fields = [{ field: 'name', message: 'or phone or email must say who it is' }];
  refuse('input_invalid', { detail: 'name, phone or email must say who it is', fields });
}

/** The same for the same profile, so that an answer that was lost made nobody twice. */
function idOfNew({ anonymous_customer_id: profileId }: ProfileRow): string {
  return derivedId(profileId, 'the customer it turned out to be');
}

interface Joining {
  readonly said: Said;
  readonly mark: string;
  readonly newId: string;
}

async function join(tx: Transaction, writing: Writing, joining: Joining): Promise<string> {
  const { said, mark, newId } = joining;
  const found = await findByContact(tx, writing, said);
  if (found !== undefined) return found;
  const details = wholeDetails(said);
  const one = { customerId: newId, details, consent: consentSaid(said), bodyMark: mark };
  if ((await writeNew(tx, writing, one)) === undefined) refuse('profile_identified');
  return newId;
}
