/** Which other currencies the pretend shop takes. Invented. */
import type { RateSheet } from '@evertill/domain';
import { pretendPeople } from './pretend-shop.ts';
import type { PretendTill } from './pretend-till.ts';

export const pretendRates: RateSheet = {
  version: 7,
  currency: 'KES',
  rates: [
    { currency: 'EUR', rateBillionths: 140_500_000_000, smallestMinor: 500 },
    { currency: 'USD', rateBillionths: 129_250_000_000, smallestMinor: 100 },
  ],
};

type Stage = Pick<PretendTill, 'till' | 'catalogue'>;

export function takeDollars({ catalogue }: Stage): void {
  catalogue.change({ facts: { ...catalogue.facts(), rateSheet: pretendRates } });
}

/** Hands dollars over for what is in the cart; the next sale begins where that was enough. */
export function handDollars(stage: Stage, amountMinor: number): Promise<void> {
  return handCash(stage, 'USD', amountMinor);
}

export async function handCash(
  { till }: Stage,
  currency: string,
  amountMinor: number,
): Promise<void> {
  const wish = till.paying.foreignWish(currency, amountMinor);
  if (wish !== undefined) await till.paying.takeTender(wish);
  if (till.store.getState().finished !== null) till.selling.newSale();
}

/** Counts the drawer: of shillings what should be there, of dollars this. */
export function countDollars({ till }: Stage, amountMinor: number): void {
  const { drawer } = till;
  const countedMinor = drawer.sessionFigures()?.expectedMinor ?? 0;
  const foreign = drawer.countedForeign({ USD: amountMinor });
  drawer.handIn({ countedMinor, denominations: {}, foreign });
}

/** An owner stands there. */
export function leadHere({ till }: Stage): void {
  const owner = pretendPeople.find(({ role }) => role === 'owner');
  if (owner !== undefined) till.people.stepUp(owner);
}
