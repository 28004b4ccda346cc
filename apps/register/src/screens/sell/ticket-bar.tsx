/** On a phone: the last thing added, how many and how much, and Pay under the thumb. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePriced, useTill, useWords } from '../../app/app.ts';
import { startPaying } from '../../app/start-paying.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { countOf } from '../../till/cart.ts';

export function TicketBar(): ReactNode {
  const app = useApp();
  const { navigation } = app;
  const words = useWords();
  const currency = useCurrency();
  const priced = usePriced();
  const cart = useTill((state) => state.cart);
  const place = cart.lines.findIndex((line) => line.lineId === cart.lastLineId);
  const last = cart.lines[place];
  const pay = (): void => startPaying(app);
  return (
    <div className="ticket-bar">
      <button type="button" className="ticket-bar-open" onClick={() => navigation.showTicket(true)}>
        <span className="ticket-bar-grip" />
        {last === undefined ? null : (
          <span className="ticket-bar-last">
            <span>
              <strong>{last.name}</strong> {words.say('ticket.added')}
            </span>
            <span className="amount">
              {words.amount(priced?.lines[place]?.grossMinor ?? 0, currency)}
            </span>
          </span>
        )}
        <span className="ticket-bar-count">
          {words.say('ticket.items', { count: countOf(cart.lines) })}
          <Icon name="chevron-up" size={16} />
        </span>
        <Money minor={priced?.totalMinor ?? 0} currency={currency} look="bar" />
      </button>
      <Button look="primary" size="pay" disabled={priced?.flaw !== undefined} onClick={pay}>
        {words.say('ticket.pay')}
      </Button>
    </div>
  );
}
