/** Cash: what the customer is likely to hand over, or any amount; and what goes back. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { CashKeys, CashReceived, ChangeShown, QuickTenders } from './cash-parts.tsx';
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
        <ChangeShown
          label={say(figures.isSettled ? 'pay.changeToGive' : 'pay.remainingAfter')}
          figures={figures}
        />
      </div>
      <QuickTenders
        currency={currency}
        firstLabel={say('pay.exact')}
        sums={quick}
        chosen={typed}
        onChoose={(minor) => setText(minor === exactMinor ? '' : decimalOf(minor, currency))}
      />
      <CashKeys currency={currency} onType={setText} />
      <p className="flaw" role="alert">
        {flaw}
      </p>
      <Button isSubmit look="primary" size="pay" hint="Enter" disabled={typed === undefined}>
        {say(figures.isSettled ? 'pay.takeCashFinish' : 'pay.takeCash', { sum })}
      </Button>
    </form>
  );
}
