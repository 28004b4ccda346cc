/** Cash of other currencies, each by its sum. What should be there is not shown. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { moveOn } from './move-on.ts';

export interface ForeignCountsProps {
  readonly currencies: readonly string[];
  /** In minor units of each. */
  readonly counted: Readonly<Record<string, number>>;
  readonly onCount: (counted: Readonly<Record<string, number>>) => void;
}

export function ForeignCounts({ currencies, counted, onCount }: ForeignCountsProps): ReactNode {
  const { say } = useWords();
  if (currencies.length === 0) return null;
  return (
    <fieldset className="count-table">
      <legend>{say('count.foreign')}</legend>
      {currencies.map((currency) => (
        <ForeignRow
          key={currency}
          currency={currency}
          minor={counted[currency] ?? 0}
          onCount={(minor) => onCount({ ...counted, [currency]: minor })}
        />
      ))}
    </fieldset>
  );
}

interface ForeignRowProps {
  readonly currency: string;
  readonly minor: number;
  readonly onCount: (minor: number) => void;
}

function ForeignRow({ currency, minor, onCount }: ForeignRowProps): ReactNode {
  const { say, amount } = useWords();
  const [text, setText] = useState('');
  return (
    <label className="count-row">
      <span className="count-kind">{currency}</span>
      <input
        inputMode="decimal"
        autoComplete="off"
        aria-label={say('count.ofCurrency', { currency })}
        value={text}
        onFocus={(event) => event.target.select()}
        onKeyDown={moveOn}
        onChange={(event) => {
          const typed = event.target.value.replace(/[^\d.,]/g, '').slice(0, 12);
          setText(typed);
          onCount(typedMinor(typed, currency) ?? 0);
        }}
      />
      <span className="amount">{amount(minor, currency)}</span>
    </label>
  );
}
