/** What is due, what was laid down, what remains: the largest figures of the screen. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePriced, useTill, useWords } from '../../app/app.ts';
import { IconButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { countOf } from '../../till/cart.ts';
import { isCredit } from '../../till/exchanging.ts';
import type { LaidTender } from '../../till/payment.ts';

export function PaySummary({ isOffline }: { isOffline: boolean }): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const cart = useTill((state) => state.cart);
  const tenders = useTill((state) => state.payment)?.tenders ?? [];
  const priced = usePriced();
  const { dueMinor } = till.paying.figures();
  const facts = [say('ticket.items', { count: countOf(cart.lines) }), cart.customer?.name];
  return (
    <section className="pay-summary" aria-label={say('pay.due')}>
      <p className="caption-label">{say('pay.due')}</p>
      <Money minor={dueMinor} currency={currency} look="due" />
      <p className="told">{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
      {tenders.length === 0 ? null : <Laid tenders={tenders} />}
      <ul className="pay-lines" aria-label={say('ticket.lines')}>
        {cart.lines.map((line, index) => (
          <PayLine
            key={line.lineId}
            name={line.name}
            quantityMilli={line.quantityMilli}
            minor={
              (priced?.lines[index]?.grossMinor ?? 0) - (priced?.lines[index]?.discountMinor ?? 0)
            }
          />
        ))}
        {priced?.promotions.map(({ promotionId, name, amountMinor }) => (
          <li key={promotionId}>
            <span>{name}</span>
            <span className="amount">{amount(-amountMinor, currency)}</span>
          </li>
        ))}
        {priced === undefined || priced.discountMinor === 0 ? null : (
          <li>
            <span>{say('ticket.discount')}</span>
            <span className="amount">{amount(-priced.discountMinor, currency)}</span>
          </li>
        )}
      </ul>
      {isOffline ? (
        <p className="notice">
          <Icon name="cloud-off" />
          <span>{say('pay.offline')}</span>
        </p>
      ) : null}
    </section>
  );
}

function Laid({ tenders }: { tenders: readonly LaidTender[] }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const { dueMinor, openMinor } = till.paying.figures();
  return (
    <>
      <h2 className="caption-label">{say('pay.payments')}</h2>
      <ul className="tenders">
        {tenders.map((tender) => (
          <Tender key={tender.tenderId} tender={tender} />
        ))}
      </ul>
      <progress
        className="covered"
        aria-label={say('pay.covered')}
        max={Math.max(1, dueMinor)}
        value={dueMinor - openMinor}
      />
      <p className="pay-remaining">
        <span>{say('pay.remaining')}</span>
        <Money minor={openMinor} currency={currency} look="large" isCurrencyShown={false} />
      </p>
    </>
  );
}

function Tender({ tender }: { tender: LaidTender }): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const { tenderId, method, reference, amountMinor, foreign } = tender;
  return (
    <li className="tender">
      <span className="tender-what">
        <strong>{say(`method.${method as 'CASH'}`)}</strong>{' '}
        {isCredit(tender) ? null : <small>{reference}</small>}
        {foreign === undefined ? null : (
          <small>
            <bdi>{`${foreign.currency} ${amount(foreign.amountMinor, foreign.currency)}`}</bdi>
          </small>
        )}
      </span>
      <span className="amount">{amount(amountMinor, currency)}</span>
      {isCredit(tender) ? null : (
        <IconButton
          name="x"
          label={say('pay.removeTender')}
          onClick={() => till.paying.removeTender(tenderId)}
        />
      )}
    </li>
  );
}

interface PayLineProps {
  readonly name: string;
  readonly quantityMilli: number;
  readonly minor: number;
}

function PayLine({ name, quantityMilli, minor }: PayLineProps): ReactNode {
  const words = useWords();
  const currency = useCurrency();
  return (
    <li>
      <span>{`${words.quantity(quantityMilli)} × ${name}`}</span>
      <span className="amount">{words.amount(minor, currency)}</span>
    </li>
  );
}
