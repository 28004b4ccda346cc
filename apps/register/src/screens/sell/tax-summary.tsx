/** Above the total, in one line: how many things, and what of it is tax. */
import type { ReactNode } from 'react';
import { useCurrency, useFacts, usePriced, useWords } from '../../app/app.ts';
import { Amount } from '../../parts/money.tsx';

export function TaxSummary({ count }: { count: number }): ReactNode {
  const { say } = useWords();
  const { priceBook } = useFacts();
  const currency = useCurrency();
  const priced = usePriced();
  if (count === 0 || priced === undefined) return null;
  const tax = say(priceBook?.isTaxIncluded === false ? 'ticket.taxAdded' : 'ticket.taxIncluded');
  return (
    <p className="ticket-tax">
      <span>
        {say('ticket.items', { count })}
        {priced.taxMinor === 0 ? '' : ` · ${tax}`}
      </span>
      {priced.taxMinor === 0 ? null : <Amount minor={priced.taxMinor} currency={currency} />}
    </p>
  );
}
