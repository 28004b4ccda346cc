/** A card or a mobile payment: its amount, and the code on the slip or in the message. */
import { useEffect, useRef, useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import type { CounterMethod } from '../../till/records.ts';
import { useFinishing } from './use-finishing.ts';

export interface ReferenceTenderProps {
  readonly method: Exclude<CounterMethod, 'CASH'>;
  readonly openMinor: number;
}

export function ReferenceTender({ method, openMinor }: ReferenceTenderProps): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const { lay } = useFinishing();
  const [text, setText] = useState(decimalOf(openMinor, currency));
  const [reference, setReference] = useState('');
  const [flaw, setFlaw] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const typed = typedMinor(text, currency);
  const wish = { method, amountMinor: typed ?? 0, reference: reference.trim() };
  const figures = till.paying.figuresWith(wish);
  const isTooMuch = figures.flaw !== undefined && typed !== undefined && typed > 0;
  const canTake = typed !== undefined && figures.flaw === undefined;
  const take = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (canTake) setFlaw(await lay(wish));
  };
  const sum = amount(typed ?? 0, currency, { isShort: true });
  const what = say(`method.${method}`);
  return (
    <form className="reference" onSubmit={(event) => void take(event)}>
      <Field
        label={say('pay.amount')}
        unit={currency}
        inputMode="decimal"
        value={text}
        flaw={isTooMuch ? say('pay.tooMuch') : flaw}
        help={say('pay.amountHelp')}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value.replace(/[^\d.,]/g, ''))}
      />
      <Field
        inputRef={input}
        label={say(method === 'CARD' ? 'pay.slip' : 'pay.code')}
        value={reference}
        maxLength={100}
        autoCapitalize="characters"
        help={say(method === 'CARD' ? 'pay.slipHelp' : 'pay.codeHelp')}
        onChange={(event) => setReference(event.target.value.toUpperCase())}
      />
      <Button isSubmit look="primary" size="pay" hint="Enter" disabled={!canTake}>
        {say(figures.isSettled ? 'pay.takeFinish' : 'pay.take', { sum, what })}
      </Button>
    </form>
  );
}
