/** The end of a shift: counted blind, then what should have been there, why not, and the Z. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import type { ClosedSession, CountedDrawer } from '../../till/drawer.ts';
import { Header } from '../../parts/header.tsx';
import { Toast } from '../sell/toast.tsx';
import { CountForm } from './count-form.tsx';
import { CountResult } from './count-result.tsx';
import { ZReport } from './z-report.tsx';

export function CloseScreen(): ReactNode {
  const { navigation, till } = useApp();
  const { say } = useWords();
  const session = useTill((state) => state.session);
  // A count that was handed in stays: whoever saw what should be there does not count to fit.
  const [count, setCount] = useState(till.drawer.handedIn);
  const [closed, setClosed] = useState<ClosedSession>();
  const back = (): void => navigation.go({ at: 'sell' });
  const handIn = (counted: CountedDrawer): void => {
    till.drawer.handIn(counted);
    setCount(counted);
  };
  const again = (): void => {
    if (till.drawer.countAgain()) setCount(undefined);
  };
  return (
    <div className="page close">
      <Header title={say('menu.close')} onBack={back} />
      {closed !== undefined ? (
        <ZReport session={closed} />
      ) : session === null ? null : count === undefined ? (
        <CountForm session={session} onCount={handIn} />
      ) : (
        <CountResult count={count} onClosed={setClosed} onAgain={again} />
      )}
      <Toast />
    </div>
  );
}
