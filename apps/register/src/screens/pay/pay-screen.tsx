/** Taking the money: what is due on one side, how it is paid on the other. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, usePriced, useSync, useTill, useWords } from '../../app/app.ts';
import { Header } from '../../parts/header.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { counterMethods } from '../../till/records.ts';
import type { CounterMethod } from '../../till/records.ts';
import { Toast } from '../sell/toast.tsx';
import { isCredit } from '../../till/exchanging.ts';
import { CashChoice } from './cash-choice.tsx';
import { ExchangeDone } from './exchange-done.tsx';
import { PaySummary } from './pay-summary.tsx';
import { ReferenceTender } from './reference-tender.tsx';

const icons: Readonly<Record<CounterMethod, IconName>> = {
  CASH: 'cash',
  MOBILE: 'device-mobile',
  CARD: 'credit-card',
};

export function PayScreen(): ReactNode {
  const { navigation, till } = useApp();
  const { say } = useWords();
  const [method, setMethod] = useState<CounterMethod>('CASH');
  const payment = useTill((state) => state.payment);
  const priced = usePriced();
  const { line } = useSync();
  if (priced === undefined) return null;
  const { openMinor, isSettled } = till.paying.figures();
  const back = (): void => {
    till.paying.stopPaying();
    navigation.go({ at: 'sell' });
  };
  // Another tender laid down is another question: how much now of what is left.
  const question = `${method}-${String(openMinor)}-${String(payment?.tenders.length ?? 0)}`;
  return (
    <div className="pay">
      <Header title={say('pay.back')} onBack={back} />
      <PaySummary isOffline={line !== 'online'} />
      {isSettled && payment?.tenders.some(isCredit) === true ? (
        <ExchangeDone />
      ) : (
        <Tenders question={question} method={method} onMethod={setMethod} openMinor={openMinor} />
      )}
      <Toast />
    </div>
  );
}

interface TendersProps {
  readonly question: string;
  readonly method: CounterMethod;
  readonly onMethod: (method: CounterMethod) => void;
  readonly openMinor: number;
}

function Tenders({ question, method, onMethod, openMinor }: TendersProps): ReactNode {
  const { say } = useWords();
  return (
    <main className="pay-tender" aria-label={say('pay.how')}>
      <Segments
        label={say('pay.how')}
        value={method}
        onChange={onMethod}
        segments={counterMethods.map((value) => ({
          value,
          label: say(`method.${value}`),
          icon: icons[value],
        }))}
      />
      {method === 'CASH' ? (
        <CashChoice key={question} openMinor={openMinor} />
      ) : (
        <ReferenceTender key={question} method={method} openMinor={openMinor} />
      )}
    </main>
  );
}
