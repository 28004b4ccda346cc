/**
 * Hands of a cashier in the page itself, faster than any that come from outside. Whatever is handed
 * to a page goes as text and uses nothing but its question, so the hands are put there first.
 */
import type { Page } from 'playwright-core';

export interface Hands {
  /** Waits until it is there, for as long as that takes. */
  readonly untilThere: <Found extends Element>(selector: string) => Promise<Found>;
  readonly click: (selector: string) => Promise<void>;
}

/** What `globalThis` is in a page that has them. */
export interface PageWithHands {
  readonly hands: Hands;
}

/** To be done once for each page that was loaded. */
export async function lendHands(page: Page): Promise<void> {
  await page.evaluate(makeHands);
}

/** Runs in the page. */
function makeHands(): void {
  const untilThere = <Found extends Element>(selector: string): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = document.querySelector<Found>(selector);
        if (found === null) return;
        observer.disconnect();
        resolve(found);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  const click = async (selector: string): Promise<void> => {
    (await untilThere<HTMLElement>(selector)).click();
  };
  const hands: Hands = { untilThere, click };
  Object.assign(globalThis, { hands });
}
