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
  const { navigation } = useApp();
  const { say } = useWords();
  const session = useTill((state) => state.session);
  const [count, setCount] = useState<CountedDrawer>();
  const [closed, setClosed] = useState<ClosedSession>();
  const back = (): void => navigation.go({ at: 'sell' });
  return (
    <div className="page close">
      <Header title={say('menu.close')} onBack={back} />
      {closed !== undefined ? (
        <ZReport session={closed} />
      ) : session === null ? null : count === undefined ? (
        <CountForm session={session} onCount={setCount} />
      ) : (
        <CountResult count={count} onClosed={setClosed} />
      )}
      <Toast />
    </div>
  );
}
