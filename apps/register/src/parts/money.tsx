/** An amount, large: its currency small before it, its cents smaller, heard as one. */
import type { ReactNode } from 'react';
import { useWords } from '../app/app.ts';

export interface MoneyProps {
  readonly minor: number;
  readonly currency: string;
  readonly look: 'total' | 'due' | 'change' | 'large' | 'medium' | 'bar';
  readonly isCurrencyShown?: boolean;
}

export function Money({ minor, currency, look, isCurrencyShown = true }: MoneyProps): ReactNode {
  const { sign, whole, fraction } = useWords().parts(minor, currency);
  const digits = whole.length + fraction.length;
  const step = digits > 12 ? 'step-2' : digits > 9 ? 'step-1' : '';
  return (
    <span className={`money ${look} ${step}`} data-testid={`money-${look}`}>
      {isCurrencyShown ? <span className="money-currency">{currency} </span> : null}
      {sign}
      {whole}
      <span className="money-fraction">{fraction}</span>
    </span>
  );
}

/** An amount in a line of text or a column of figures, always with every decimal. */
export function Amount({ minor, currency }: { minor: number; currency: string }): ReactNode {
  return <span className="amount">{useWords().amount(minor, currency)}</span>;
}
