/** One line of the ticket. The one added last, or tapped, is taller, with its stepper. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { shownName } from '../../parts/product-name.ts';
import { isMeasured } from '../../till/cart.ts';
import type { CartLine } from '../../till/cart.ts';
import type { LineFigures } from '../../till/price-cart.ts';

export interface TicketLineProps {
  readonly line: CartLine;
  readonly figures: LineFigures | undefined;
  readonly isTall: boolean;
}

export const TicketLine = memo(function TicketLine(props: TicketLineProps): ReactNode {
  const { figures, isTall } = props;
  const words = useWords();
  const currency = useCurrency();
  const byHandMinor = figures?.byHandMinor ?? 0;
  return (
    <li className={isTall ? 'line tall' : 'line'} aria-current={isTall ? 'true' : undefined}>
      {isTall ? <TallLine {...props} /> : <FlatLine {...props} />}
      {figures?.promotions.map(({ promotionId, name, amountMinor }) => (
        <p key={promotionId} className="line-discount">
          <span>{name}</span>
          <span className="amount">{words.amount(-amountMinor, currency)}</span>
        </p>
      ))}
      {byHandMinor === 0 ? null : (
        <p className="line-discount">
          <span>{words.say('ticket.lineDiscount')}</span>
          <span className="amount">{words.amount(-byHandMinor, currency)}</span>
        </p>
      )}
    </li>
  );
});

function FlatLine({ line, figures }: TicketLineProps): ReactNode {
  const { till } = useApp();
  const words = useWords();
  const currency = useCurrency();
  const { name, pack } = shownName(line.name);
  const quantity = words.quantity(line.quantityMilli);
  const isWeighed = isMeasured(line.unitName);
  return (
    <button type="button" className="line-flat" onClick={() => till.selling.select(line.lineId)}>
      <span className="line-quantity">{isWeighed ? quantity : `${quantity} ×`}</span>
      <span className="line-name">
        {name} <small>{isWeighed ? line.unitName : pack}</small>
      </span>
      <span className="amount">{words.amount(figures?.grossMinor ?? 0, currency)}</span>
    </button>
  );
}

function TallLine({ line, figures }: TicketLineProps): ReactNode {
  const { till, navigation } = useApp();
  const words = useWords();
  const currency = useCurrency();
  const { name, pack } = shownName(line.name);
  const { lineId, quantityMilli } = line;
  const price = words.amount(line.unitPriceMinor, currency);
  const isWeighed = isMeasured(line.unitName);
  return (
    <div className="line-tall">
      <p className="line-name">
        <strong>{name}</strong> <small>{isWeighed ? '' : pack}</small>
        <span className="line-each">
          {isWeighed
            ? words.say('ticket.perUnit', { price, unit: line.unitName ?? '' })
            : words.say('ticket.each', { price })}
        </span>
      </p>
      <div className="stepper">
        <IconButton
          name="minus"
          label={words.say('ticket.less', { name })}
          onClick={() => till.selling.step(lineId, -1)}
        />
        <button
          type="button"
          className="stepper-value"
          aria-label={words.say('ticket.quantityOf', {
            name,
            quantity: words.quantity(quantityMilli),
          })}
          onClick={() => navigation.open({ kind: 'quantity', lineId })}
        >
          {words.quantity(quantityMilli)}
        </button>
        <IconButton
          name="plus"
          label={words.say('ticket.more', { name })}
          onClick={() => till.selling.step(lineId, 1)}
        />
      </div>
      <span className="amount line-amount">{words.amount(figures?.grossMinor ?? 0, currency)}</span>
      <LineActions lineId={lineId} />
    </div>
  );
}

function LineActions({ lineId }: { lineId: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  return (
    <div className="line-actions">
      <Button look="quiet" icon="tag" onClick={() => navigation.open({ kind: 'discount', lineId })}>
        {say('ticket.discountAction')}
      </Button>
      <Button look="quiet" icon="pencil" onClick={() => navigation.open({ kind: 'price', lineId })}>
        {say('ticket.price')}
      </Button>
      <Button look="quiet" icon="trash" onClick={() => till.selling.removeLine(lineId)}>
        {say('ticket.remove')}
      </Button>
    </div>
  );
}
