/** How many, or how much by weight. */
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { typedMilli } from '../../app/typed-number.ts';
import { isMeasured } from '../../till/cart.ts';
import { NumberDialog } from './number-dialog.tsx';

export function QuantityDialog({ lineId, typed }: { lineId: string; typed?: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say, quantity } = useWords();
  const line = useTill((state) => state.cart.lines.find((one) => one.lineId === lineId));
  if (line === undefined) return null;
  const isWeighed = isMeasured(line.unitName);
  const flawOf = (text: string): string | undefined =>
    typedMilli(text) === undefined ? say('quantity.flaw') : undefined;
  return (
    <NumberDialog
      title={line.name}
      label={say(isWeighed ? 'quantity.weight' : 'quantity.count')}
      unit={line.unitName ?? undefined}
      decimals={3}
      start={typed ?? quantity(line.quantityMilli)}
      action={say('quantity.set')}
      flawOf={flawOf}
      onClose={navigation.close}
      onNumber={(text) => {
        till.selling.changeQuantity(lineId, typedMilli(text) ?? 0);
        navigation.close();
      }}
    />
  );
}
