/** Another price than the catalogue's, for this customer: a leader's to give, by default. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useTill, useWords } from '../../app/app.ts';
import { decimalsOf, typedMinor } from '../../app/typed-number.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { NumberDialog } from './number-dialog.tsx';

export function PriceDialog({ lineId }: { lineId: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const line = useTill((state) => state.cart.lines.find((one) => one.lineId === lineId));
  const [asked, setAsked] = useState<number>();
  if (line === undefined) return null;
  const give = (unitPriceMinor: number, by?: string): void => {
    const approval = by === undefined ? undefined : { by, token: null };
    till.selling.changeTerms({ lineId, unitPriceMinor }, approval);
    navigation.close();
  };
  const list = amount(line.listPriceMinor, currency);
  if (asked !== undefined) {
    return (
      <ApprovalDialog
        title={say('approval.price', { name: line.name })}
        told={say('approval.priceTold', { from: list, to: amount(asked, currency) })}
        action={say('price.set')}
        onClose={navigation.close}
        onApproved={({ name }) => give(asked, name)}
      />
    );
  }
  return (
    <NumberDialog
      title={line.name}
      label={say('price.new')}
      unit={currency}
      decimals={decimalsOf(currency)}
      start={decimalOf(line.unitPriceMinor, currency)}
      help={say('price.list', { price: list })}
      action={say('price.set')}
      flawOf={(text) => (typedMinor(text, currency) === undefined ? say('price.flaw') : undefined)}
      onClose={navigation.close}
      onNumber={(text) => {
        const unitPriceMinor = typedMinor(text, currency);
        if (unitPriceMinor === undefined) return;
        const isBeyond = till.selling.needsLeader({ lineId, unitPriceMinor }).length > 0;
        if (isBeyond) setAsked(unitPriceMinor);
        else give(unitPriceMinor);
      }}
    />
  );
}
