/** Another price than the catalogue's, for this customer: a leader's to give, by default. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useTill, useWords } from '../../app/app.ts';
import { decimalsOf, typedMinor } from '../../app/typed-number.ts';
import type { LeadersWord } from '../../till/leaders-words.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { NumberDialog } from './number-dialog.tsx';

export function PriceDialog({ lineId }: { lineId: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const line = useTill((state) => state.cart.lines.find((one) => one.lineId === lineId));
  const [asked, setAsked] = useState<number>();
  if (line === undefined) return null;
  const give = (unitPriceMinor: number, words?: readonly LeadersWord[]): void => {
    till.selling.changeTerms({ lineId, unitPriceMinor }, words);
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
        wish={till.selling.needsLeader({ lineId, unitPriceMinor: asked })}
        onApproved={(_, words) => give(asked, words)}
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
        const { actions } = till.selling.needsLeader({ lineId, unitPriceMinor });
        if (actions.length > 0) setAsked(unitPriceMinor);
        else give(unitPriceMinor);
      }}
    />
  );
}
