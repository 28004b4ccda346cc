/** The screen that sells: products, the ticket beside them, Pay always in its corner. */
import type { ReactNode } from 'react';
import { useApp, useTill, useWhere, useWords } from '../../app/app.ts';
import { Header } from '../../parts/header.tsx';
import { Products } from './products.tsx';
import { Ticket } from './ticket.tsx';
import { TicketBar } from './ticket-bar.tsx';
import { Toast } from './toast.tsx';

export function SellScreen(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const isTicketOpen = useWhere((where) => where.isTicketOpen);
  const isEmpty = useTill((state) => state.cart.lines.length === 0);
  return (
    <div className={`sell ${isTicketOpen ? 'ticket-open' : ''}`}>
      <Header />
      <main className="sell-products" aria-label={say('sell.products')}>
        <Products />
      </main>
      <div
        className="sheet-scrim"
        aria-hidden="true"
        onClick={() => navigation.showTicket(false)}
      />
      <aside className="sell-ticket" aria-label={say('ticket.title')}>
        <Ticket />
      </aside>
      {isEmpty ? null : <TicketBar />}
      <Toast />
    </div>
  );
}
