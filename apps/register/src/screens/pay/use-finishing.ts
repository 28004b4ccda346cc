/** Lays a tender down; where it covers everything, the sale is done and its drawer opens. */
import { useApp, useWords } from '../../app/app.ts';
import { openForCash } from '../../app/open-for-cash.ts';
import type { PayOutcome, TenderWish } from '../../till/paying.ts';

export interface Finishing {
  /** Undefined: it went well. Else what to tell. */
  readonly lay: (wish: TenderWish) => Promise<string | undefined>;
  /** The same, where nothing is open any more. */
  readonly finish: () => Promise<string | undefined>;
}

export function useFinishing(): Finishing {
  const app = useApp();
  const { till, navigation } = app;
  const { say } = useWords();
  const told = (outcome: PayOutcome): string | undefined => {
    switch (outcome) {
      case 'finished':
        navigation.go({ at: 'sell' });
        openForCash(app, till.store.getState().finished);
        return undefined;
      case 'open':
        return undefined;
      case 'too_much':
        return say('pay.tooMuch');
      case 'not_saved':
        return say('notice.notSaved');
    }
  };
  return {
    lay: async (wish) => told(await till.paying.takeTender(wish)),
    finish: async () => told(await till.paying.closeSale()),
  };
}
