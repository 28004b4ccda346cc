/** What was said of a customer, taken apart: who they are, and what they agreed to. */
import type { CustomerCreateBody } from '@evertill/contract';
import { noDetails } from './sealed-details.ts';
import type { Details } from './sealed-details.ts';
import type { SaidConsent } from './consents.ts';

type Fields = Omit<CustomerCreateBody, 'userClient' | 'name'>;
type Said = Fields & { readonly name?: string | undefined };

/** The fields that were said, and no others. */
export function detailsSaid(said: Said): Partial<Details> {
  return {
    ...(said.name === undefined ? {} : { name: said.name }),
    ...(said.email === undefined ? {} : { email: said.email }),
    ...(said.phone === undefined ? {} : { phone: said.phone }),
    ...(said.address === undefined ? {} : { address: said.address }),
    ...(said.description === undefined ? {} : { description: said.description }),
  };
}

/** With what was not said left empty. */
export function wholeDetails(said: Said): Details {
  return { ...noDetails, ...detailsSaid(said) };
}

export function consentSaid(said: Said): SaidConsent {
  const { marketingOptIn, marketingChannels, consentTimestamp } = said;
  return { marketingOptIn, marketingChannels, consentTimestamp };
}

/** What two requests must agree in to be the same one, whichever way they came. */
export function saidOnce(said: Said): Record<string, unknown> {
  const { marketingOptIn, marketingChannels, consentTimestamp } = said;
  const all = { ...detailsSaid(said), marketingOptIn, marketingChannels, consentTimestamp };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
