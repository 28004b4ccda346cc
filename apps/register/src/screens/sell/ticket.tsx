/** The ticket: for whom, what, how much. Only its lines scroll; Pay never moves. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePriced, useTill, useWhere, useWords } from '../../app/app.ts';
import { Avatar } from '../../parts/avatar.tsx';
import { startPaying } from '../../app/start-paying.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { countOf } from '../../till/cart.ts';
import { phoneShown } from '../../till/phone-shown.ts';
import { ExchangeBanner } from './exchange-banner.tsx';
import { TicketLine } from './ticket-line.tsx';
import { TicketPromotions } from './ticket-promotions.tsx';
import { TaxSummary } from './tax-summary.tsx';

export function Ticket(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const lines = useTill((state) => state.cart.lines);
  const isEmpty = lines.length === 0;
  return (
    <>
      <div className="sheet-head">
        <h2>{say('ticket.sheet', { count: countOf(lines) })}</h2>
        <IconButton
          name="chevron-down"
          label={say('ticket.hide')}
          onClick={() => navigation.showTicket(false)}
        />
      </div>
      <TicketCustomer />
      {isEmpty ? <EmptyTicket /> : <TicketLines />}
      <TicketFoot />
    </>
  );
}

function TicketCustomer(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const customer = useTill((state) => state.cart.customer);
  return (
    <button
      type="button"
      className="ticket-customer"
      onClick={() => navigation.open({ kind: 'customer' })}
    >
      {customer === null ? (
        <span className="avatar plain">
          <Icon name="user" size={18} />
        </span>
      ) : (
        <Avatar name={customer.name} />
      )}
      <span className="ticket-who">
        <span>{customer?.name ?? say('ticket.noCustomer')}</span>
        {customer === null ? null : <small>{phoneShown(customer)}</small>}
      </span>
      <span className="ticket-change">
        {say(customer === null ? 'ticket.addCustomer' : 'ticket.changeCustomer')}
        <kbd className="hint">F2</kbd>
      </span>
    </button>
  );
}

function EmptyTicket(): ReactNode {
  const { say } = useWords();
  return (
    <div className="empty ticket-empty">
      <span className="empty-plate">
        <Icon name="scan" size={40} />
      </span>
      <h2>{say('ticket.ready')}</h2>
      <p>{say('ticket.readyHint')}</p>
    </div>
  );
}

function TicketLines(): ReactNode {
  const { cart, selectedLineId } = useTill((state) => state);
  const isTicketOpen = useWhere((where) => where.isTicketOpen);
  const priced = usePriced();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const tall = selectedLineId ?? cart.lastLineId;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const { current } = list;
    current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    // What was added last is at the end, with what is taken off the whole below it.
    if (current !== null && tall === cart.lines.at(-1)?.lineId) {
      current.scrollTop = current.scrollHeight;
    }
  }, [tall, cart.lines, isTicketOpen]);
  return (
    <ul ref={list} className="ticket-lines" aria-label={say('ticket.lines')}>
      {cart.lines.map((line, index) => (
        <TicketLine
          key={line.lineId}
          line={line}
          figures={priced?.lines[index]}
          isTall={line.lineId === tall}
        />
      ))}
      <TicketPromotions />
      {priced === undefined || priced.discountMinor === 0 ? null : (
        <li className="ticket-discount">
          <Icon name="tag" size={18} />
          <span>{say('ticket.discount')}</span>
          <span className="amount">{amount(-priced.discountMinor, currency)}</span>
        </li>
      )}
    </ul>
  );
}

function TicketFoot(): ReactNode {
  const app = useApp();
  const { navigation, till } = app;
  const { say } = useWords();
  const currency = useCurrency();
  const priced = usePriced();
  const count = useTill((state) => countOf(state.cart.lines));
  const isPayable = count > 0 && priced?.flaw === undefined;
  const pay = (): void => startPaying(app);
  return (
    <div className="ticket-foot">
      <ExchangeBanner />
      <TaxSummary count={count} />
      <p className="ticket-total">
        <span>{say('ticket.total')}</span>
        <Money minor={priced?.totalMinor ?? 0} currency={currency} look="total" />
      </p>
      <div className="ticket-actions">
        {count === 0 ? null : (
          <>
            <Button className="stacked" icon="bookmark" onClick={() => till.selling.park()}>
              {say('ticket.park')}
            </Button>
            <Button
              className="stacked"
              icon="tag"
              onClick={() => navigation.open({ kind: 'discount', lineId: null })}
            >
              {say('ticket.discountAction')}
            </Button>
          </>
        )}
        <Button look="primary" size="pay" hint="F9" disabled={!isPayable} onClick={pay}>
          {say('ticket.pay')}
        </Button>
      </div>
    </div>
  );
}
