/** On the way to the till's drawer: what of the ticket nobody let pass yet. Then it is paid. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { startPaying } from '../../app/start-paying.ts';
import { ApprovalDialog } from './approval-dialog.tsx';

export function LetPassDialog(): ReactNode {
  const app = useApp();
  const { till, navigation } = app;
  const { say, amount } = useWords();
  const currency = useCurrency();
  const wish = till.selling.needsWord();
  return (
    <ApprovalDialog
      title={say('approval.cart')}
      told={say('approval.cartTold', { amount: amount(wish.amountMinor, currency) })}
      action={say('approval.action')}
      wish={wish}
      onClose={navigation.close}
      onApproved={(_, words) => {
        till.selling.letPass(words);
        navigation.close();
        startPaying(app);
      }}
    />
  );
}
