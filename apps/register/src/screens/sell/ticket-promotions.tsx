/** Below the lines: what promotions take off the whole, and the coupons of the sale. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePriced, useTill, useWords } from '../../app/app.ts';
import { IconButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';

const noCoupons: readonly string[] = [];

export function TicketPromotions(): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const priced = usePriced();
  const coupons = useTill((state) => state.cart.coupons) ?? noCoupons;
  return (
    <>
      {priced?.promotions.map(({ promotionId, name, amountMinor }) => (
        <li key={promotionId} className="ticket-discount">
          <Icon name="tag" size={18} />
          <span>{name}</span>
          <span className="amount">{amount(-amountMinor, currency)}</span>
        </li>
      ))}
      {coupons.map((code) => {
        const isUsed = priced?.takes.some(({ couponCode }) => couponCode === code) ?? false;
        return (
          <li key={code} className="ticket-discount coupon">
            <span>{say(isUsed ? 'coupon.used' : 'coupon.idle', { code })}</span>
            <IconButton
              name="x"
              label={say('coupon.remove', { code })}
              onClick={() => till.selling.removeCoupon(code)}
            />
          </li>
        );
      })}
    </>
  );
}
