/** Cash: what the customer is likely to hand over, or any amount; and what goes back. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { decimalsOf, typedMinor, typedWith } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { Money } from '../../parts/money.tsx';
import { CashReceived, QuickTenders } from './cash-parts.tsx';
import { useFinishing } from './use-finishing.ts';

export function CashTender({ openMinor }: { openMinor: number }): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const { lay } = useFinishing();
  const quick = till.paying.quickTenders(openMinor);
  const [exactMinor = openMinor] = quick;
  // Empty stands for exactly what is open, so that Enter alone takes exact cash.
  const [text, setText] = useState('');
  const [flaw, setFlaw] = useState<string>();
  const typed = text === '' ? exactMinor : typedMinor(text, currency);
  const wish = { method: 'CASH', amountMinor: typed ?? 0 } as const;
  const figures = till.paying.figuresWith(wish);
  const short = (minor: number): string => amount(minor, currency, { isShort: true });
  const received = { text, onText: setText, placeholder: short(exactMinor) };
  const take = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (typed !== undefined) setFlaw(await lay(wish));
  };
  const sum = short(typed ?? 0);
  return (
    <form className="cash" onSubmit={(event) => void take(event)}>
      <div className="cash-top">
        <CashReceived label={say('pay.cashReceived')} {...received} />
        <div className="cash-change">
          <p className="caption-label">
            {say(figures.isSettled ? 'pay.changeToGive' : 'pay.remainingAfter')}
          </p>
          <Money
            minor={figures.isSettled ? figures.changeMinor : figures.openMinor}
            currency={currency}
            look="large"
            isCurrencyShown={false}
          />
        </div>
      </div>
      <QuickTenders
        currency={currency}
        firstLabel={say('pay.exact')}
        sums={quick}
        chosen={typed}
        onChoose={(minor) => setText(minor === exactMinor ? '' : decimalOf(minor, currency))}
      />
      <Keypad
        corner={decimalsOf(currency) === 0 ? '00' : '.'}
        onDigit={(digits) => setText((now) => typedWith(now, digits, decimalsOf(currency)))}
        onDelete={() => setText((now) => now.slice(0, -1))}
      />
      <p className="flaw" role="alert">
        {flaw}
      </p>
      <Button isSubmit look="primary" size="pay" hint="Enter" disabled={typed === undefined}>
        {say(figures.isSettled ? 'pay.takeCashFinish' : 'pay.takeCash', { sum })}
      </Button>
    </form>
  );
}
