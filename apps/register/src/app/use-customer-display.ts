/** Keeps what the customer sees as it is on the till. */
import { useEffect } from 'react';
import { useApp, useCurrency, useFacts, usePriced, useTill, useWords } from './app.ts';
import { displayView } from './display-view.ts';

export function useCustomerDisplay(): void {
  const { devices, till } = useApp();
  const words = useWords();
  const priced = usePriced();
  const currency = useCurrency();
  const { shopName = '' } = useFacts();
  const lines = useTill((state) => state.cart.lines);
  const finished = useTill((state) => state.finished);
  useEffect(() => {
    const changeMinor = finished === null ? 0 : till.drawer.handedMinor(finished);
    devices.show(displayView({ lines, priced, finished, changeMinor, currency, shopName }, words));
  }, [devices, till, words, priced, currency, shopName, lines, finished]);
}
