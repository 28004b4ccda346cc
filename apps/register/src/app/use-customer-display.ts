/** Keeps what the customer sees as it is on the till. */
import { useEffect } from 'react';
import { useApp, useFacts, usePriced, useTill, useWords } from './app.ts';
import { displayView } from './display-view.ts';

export function useCustomerDisplay(): void {
  const { devices, till } = useApp();
  const words = useWords();
  const priced = usePriced();
  const { shopName = '', priceBook } = useFacts();
  const currency = priceBook?.currency;
  const lines = useTill((state) => state.cart.lines);
  const finished = useTill((state) => state.finished);
  useEffect(() => {
    // After a start there may be a cart, or a sale just paid, before the shop's prices are there.
    if (currency === undefined) return;
    const changeMinor = finished === null ? 0 : till.drawer.handedMinor(finished);
    devices.show(displayView({ lines, priced, finished, changeMinor, currency, shopName }, words));
  }, [devices, till, words, priced, currency, shopName, lines, finished]);
}
