/** On the ticket: what comes back for it, and a way out of that. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, useTill, useWords } from '../../app/app.ts';
import { IconButton } from '../../parts/button.tsx';

export function ExchangeBanner(): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const exchange = useTill((state) => state.cart.exchange);
  if (exchange === undefined) return null;
  const { originalNumber: number, creditMinor } = exchange;
  return (
    <div className="exchange-banner" role="note">
      <span>{say('exchange.credit', { number, amount: amount(creditMinor, currency) })}</span>
      <IconButton name="x" label={say('exchange.end')} onClick={till.exchanging.end} />
    </div>
  );
}
