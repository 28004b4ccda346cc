/** Cash of another currency: what is due in it, what was handed over, and the change in our own. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { decimalOf } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import type { ForeignChoice } from '../../till/foreign-cash.ts';
import { CashKeys, CashReceived, ChangeShown, QuickTenders } from './cash-parts.tsx';
import { useFinishing } from './use-finishing.ts';

export function ForeignTender({ choice }: { choice: ForeignChoice }): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const own = useCurrency();
  const { lay } = useFinishing();
  const { currency, dueMinor } = choice;
  // Empty stands for what is due, so that Enter alone takes that.
  const [text, setText] = useState('');
  const [flaw, setFlaw] = useState<string>();
  const typed = text === '' ? dueMinor : typedMinor(text, currency);
  const wish = typed === undefined ? undefined : till.paying.foreignWish(currency, typed);
  const short = (minor: number): string => amount(minor, currency, { isShort: true });
  const take = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (wish !== undefined) setFlaw(await lay(wish));
  };
  const figures = wish === undefined ? till.paying.figures() : till.paying.figuresWith(wish);
  const sum = `${currency} ${short(typed ?? 0)}`;
  return (
    <form className="cash foreign" onSubmit={(event) => void take(event)}>
      <div className="cash-top">
        <CashReceived
          label={say('pay.foreignReceived', { currency })}
          text={text}
          onText={setText}
          placeholder={short(dueMinor)}
        />
        <ChangeShown
          label={say(figures.isSettled ? 'pay.changeIn' : 'pay.remainingIn', { currency: own })}
          figures={figures}
        />
      </div>
      <QuickTenders
        currency={currency}
        firstLabel={say('pay.least')}
        sums={choice.quickMinor}
        chosen={typed}
        onChoose={(minor) => setText(minor === dueMinor ? '' : decimalOf(minor, currency))}
      />
      <CashKeys currency={currency} onType={setText} />
      <p className="flaw" role="alert">
        {flaw}
      </p>
      <Button isSubmit look="primary" size="pay" hint="Enter" disabled={wish === undefined}>
        {say(figures.isSettled ? 'pay.takeCashFinish' : 'pay.takeCash', { sum })}
      </Button>
    </form>
  );
}

/** Beside the choice of currency, so that the keys keep their room. */
export function DueInIt({ choice }: { choice: ForeignChoice }): ReactNode {
  const { say, amount } = useWords();
  const own = useCurrency();
  const { currency, rate, dueMinor } = choice;
  return (
    <p className="foreign-due">
      <span>
        {say('pay.dueIn', { sum: `${currency} ${amount(dueMinor, currency, { isShort: true })}` })}
      </span>
      <bdi className="told">{`1 ${currency} = ${rate} ${own}`}</bdi>
    </p>
  );
}
