/** Less, for a line or for all of it: in per cent or as an amount, within what its giver may. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useTill, useWords } from '../../app/app.ts';
import { decimalsOf, typedMinor, typedRatePpm } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { Discount } from '../../till/cart.ts';
import type { LeadersWord } from '../../till/leaders-words.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { NumberDialog } from './number-dialog.tsx';

export function DiscountDialog({ lineId }: { lineId: string | null }): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const name = useTill((state) => state.cart.lines.find((one) => one.lineId === lineId)?.name);
  const [kind, setKind] = useState<Discount['kind']>('rate');
  const [asked, setAsked] = useState<Discount>();
  const read = (text: string): Discount | undefined => discountOf(kind, text, currency);
  const isBeyond = (discount: Discount): boolean =>
    till.selling.needsLeader({ lineId, discount }).actions.length > 0;
  const give = (discount: Discount | null, words?: readonly LeadersWord[]): void => {
    till.selling.changeTerms({ lineId, discount }, words);
    navigation.close();
  };
  if (asked !== undefined) {
    return (
      <ApprovalDialog
        title={say('approval.discount')}
        told={say('approval.once')}
        action={say('discount.give')}
        wish={till.selling.needsLeader({ lineId, discount: asked })}
        onClose={navigation.close}
        onApproved={(_, words) => give(asked, words)}
      />
    );
  }
  return (
    <NumberDialog
      key={kind}
      title={name === undefined ? say('discount.whole') : say('discount.of', { name })}
      label={say(kind === 'rate' ? 'discount.percent' : 'discount.amount')}
      unit={kind === 'rate' ? '%' : currency}
      decimals={kind === 'rate' ? 2 : decimalsOf(currency)}
      start=""
      action={say('discount.give')}
      flawOf={(text) => (read(text) === undefined ? say('discount.flaw') : undefined)}
      onClose={navigation.close}
      onNumber={(text) => {
        const discount = read(text) ?? null;
        if (discount !== null && isBeyond(discount)) setAsked(discount);
        else give(discount);
      }}
    >
      <Segments
        label={say('discount.kind')}
        value={kind}
        onChange={setKind}
        segments={[
          { value: 'rate', label: say('discount.percent') },
          { value: 'amount', label: say('discount.amount') },
        ]}
      />
      <QuickRates onRate={(ratePpm) => give({ kind: 'rate', ratePpm })} lineId={lineId}>
        <Button onClick={() => give(null)}>{say('discount.none')}</Button>
        {lineId === null ? <CouponButton /> : null}
      </QuickRates>
    </NumberDialog>
  );
}

function CouponButton(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  return (
    <Button icon="tag" onClick={() => navigation.open({ kind: 'coupon' })}>
      {say('coupon.title')}
    </Button>
  );
}

function discountOf(kind: Discount['kind'], text: string, currency: string): Discount | undefined {
  if (kind === 'rate') {
    const ratePpm = typedRatePpm(text);
    return ratePpm === undefined ? undefined : { kind, ratePpm };
  }
  const amountMinor = typedMinor(text, currency);
  return amountMinor === undefined || amountMinor < 0 ? undefined : { kind, amountMinor };
}

interface QuickRatesProps {
  readonly lineId: string | null;
  readonly onRate: (ratePpm: number) => void;
  readonly children: ReactNode;
}

/** Those that who stands here may give alone. */
function QuickRates({ lineId, onRate, children }: QuickRatesProps): ReactNode {
  const { till } = useApp();
  const rates = [5, 10, 15, 20].filter((percent) => {
    const discount: Discount = { kind: 'rate', ratePpm: percent * 10_000 };
    return till.selling.needsLeader({ lineId, discount }).actions.length === 0;
  });
  return (
    <div className="quick-rates">
      {rates.map((percent) => (
        <Button key={percent} onClick={() => onRate(percent * 10_000)}>
          {`${percent} %`}
        </Button>
      ))}
      {children}
    </div>
  );
}
