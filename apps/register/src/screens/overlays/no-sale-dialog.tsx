/** The drawer opened for no sale: why, a leader's word where one is due; written first. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { MovementWord } from '../../till/drawer.ts';
import type { WordWish } from '../../till/leaders-words.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { ReasonForm } from './reason-form.tsx';

const reasons = [
  'reason.noSale.change',
  'reason.noSale.count',
  'reason.noSale.stuck',
  'reason.noSale.other',
] as const;

export function NoSaleDialog(): ReactNode {
  const { till, devices, navigation } = useApp();
  const { say } = useWords();
  const [asked, setAsked] = useState<{ readonly why: string; readonly wish: WordWish }>();
  const open = async (why: string, word?: MovementWord): Promise<void> => {
    navigation.close();
    const isWritten = await till.drawer.moveCash('NO_SALE', 0, why, word);
    const { printer } = devices.settings.getState();
    if (isWritten && printer.by !== 'browser') void devices.openDrawer();
  };
  const ask = (why: string): void => {
    const wish = till.drawer.needsLeader('NO_SALE', 0, till.ports.world.newId());
    if (wish.actions.length === 0) void open(why);
    else setAsked({ why, wish });
  };
  if (asked === undefined) {
    return (
      <ReasonForm
        title={say('noSale.title')}
        told={say('noSale.told')}
        reasons={reasons}
        other="reason.noSale.other"
        action={say('noSale.open')}
        icon="cash-register"
        onClose={navigation.close}
        onWhy={ask}
      />
    );
  }
  const { why, wish } = asked;
  return (
    <ApprovalDialog
      title={say('noSale.approval')}
      told={say('approval.once')}
      action={say('noSale.open')}
      wish={wish}
      onClose={navigation.close}
      onApproved={(_, words) => void open(why, { movementId: wish.subject, words })}
    >
      <p>{why}</p>
    </ApprovalDialog>
  );
}
