/** Another cashier steps up: the sale on the counter stays where it is. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { WhoIsThere } from '../start/who-is-there.tsx';

export function WhoDialog(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  return (
    <Dialog title={say('who.switch')} onClose={navigation.close} look="wide">
      <WhoIsThere onDone={navigation.close} />
    </Dialog>
  );
}
