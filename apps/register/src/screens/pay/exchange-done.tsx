/** What comes back covers it all: nothing is to be paid, and perhaps something to be given. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { Money } from '../../parts/money.tsx';
import { useFinishing } from './use-finishing.ts';

export function ExchangeDone(): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const { finish } = useFinishing();
  const [flaw, setFlaw] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <main className="pay-tender" aria-label={say('exchange.title')}>
      <p className="caption-label">{say('exchange.over')}</p>
      <Money minor={till.exchanging.overMinor()} currency={currency} look="change" />
      <p className="told">{say('exchange.overTold')}</p>
      <p className="flaw" role="alert">
        {flaw}
      </p>
      <button
        ref={button}
        type="button"
        className="button primary size-pay"
        onClick={() => void finish().then(setFlaw)}
      >
        <span>{say('exchange.finish')}</span>
        <kbd className="hint">Enter</kbd>
      </button>
    </main>
  );
}
