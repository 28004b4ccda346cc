/**
 * Who buys. An order may name a customer of the shop, and a checkout may say a phone number or an
 * e-mail by which customers is found or made; orders keeps the id and never what was said.
 *
 * A shop sells while customers does not answer: then the id that was named is taken as it is, and
 * somebody who would have to be looked up stays unknown. Never inside a transaction.
 */
import { customers } from '@evertill/contract';
import { Refusal, derivedId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export interface Buyer {
  readonly customerId: string | null;
  readonly anonymousCustomerId: string | null;
}

/** As far as a checkout says who it is. */
export interface SaidBuyer {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly anonymousCustomerId?: string | undefined;
}

type Needs = Pick<Surroundings, 'ask' | 'clock' | 'log'>;

/** Longer than customers ever takes, and no longer than somebody waits at a checkout. */
const WAIT_MS = 2_000;
const nobody: Buyer = { customerId: null, anonymousCustomerId: null };

/** The customer that is named; refused as `not_found` where it is none of the shop's living. */
export async function namedBuyer(
  needs: Needs,
  context: TenantContext,
  customer: string | null | undefined,
): Promise<Buyer> {
  if (customer == null) return nobody;
  const customerId = customer.toLowerCase();
  const asked = needs.ask(customers.knowsCustomer, hurried(needs, context), { customerId });
  const known = await asked.catch(unlessAway(needs, { isLiving: true }));
  if (!known.isLiving) refuseUnknown('customer');
  return { customerId, anonymousCustomerId: null };
}

/** Whom a checkout speaks of; the same order asks the same, and is answered alike. */
export async function foundBuyer(
  needs: Needs,
  context: TenantContext,
  orderId: string,
  { phone, email, anonymousCustomerId }: SaidBuyer,
): Promise<Buyer> {
  const asked = needs.ask(customers.findOrCreate, hurried(needs, context), {
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
    ...(anonymousCustomerId === undefined ? {} : { anonymousCustomer: anonymousCustomerId }),
    newId: derivedId(orderId, 'who buys'),
  });
  return asked.catch(unlessAway(needs, nobody)).catch((error: unknown) => {
    const isMissing = error instanceof Refusal && error.code === 'not_found';
    if (isMissing) refuseUnknown('anonymous_customer_id');
    throw error;
  });
}

function hurried({ clock }: Needs, context: TenantContext): TenantContext {
  const deadlineMs = Math.min(context.deadlineMs, clock.now().getTime() + WAIT_MS);
  return { ...context, deadlineMs };
}

/** A no is a no. No answer, or a fault over there, is a moment in which nobody can be asked. */
function unlessAway<T>({ log }: Needs, otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Refusal && error.rule.register !== 'retry') throw error;
    log.warn({ err: error }, 'customers does not answer: an order goes on without it');
    return otherwise;
  };
}

function refuseUnknown(field: string): never {
  refuse('not_found', { fields: [{ field, message: 'is not a customer here' }] });
}
