/** A sale undone as a whole: why, what goes back, a leader's word where due; then written. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { openByItself } from '../../app/open-for-cash.ts';
import type { LeadersWord } from '../../till/leaders-words.ts';
import type { SaleRecord } from '../../till/records.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { ReasonForm } from '../overlays/reason-form.tsx';

const reasons = [
  'reason.void.mistake',
  'reason.void.left',
  'reason.void.payment',
  'reason.void.other',
] as const;

export interface VoidDialogProps {
  readonly sale: SaleRecord;
  readonly onClose: () => void;
}

export function VoidDialog({ sale, onClose }: VoidDialogProps): ReactNode {
  const { till, devices } = useApp();
  const { say, amount } = useWords();
  const [voidId] = useState(() => till.ports.world.newId());
  const [why, setWhy] = useState<string>();
  const payouts = till.voiding.payoutsOf(sale);
  const wish = till.voiding.needsLeader({ voidId, sale });
  const undo = async (reason: string, words?: readonly LeadersWord[]): Promise<void> => {
    onClose();
    const record = await till.voiding.undo({ voidId, sale }, reason, words);
    if (record?.payouts.some(({ method }) => method === 'CASH') === true) openByItself(devices);
  };
  if (why !== undefined) {
    return (
      <ApprovalDialog
        title={say('approval.void')}
        told={say('approval.once')}
        action={say('void.action')}
        wish={wish}
        isDanger
        onClose={onClose}
        onApproved={(_, words) => void undo(why, words)}
      />
    );
  }
  const what = payouts
    .map(({ method, amountMinor }) => {
      const worth = amount(amountMinor, sale.currency);
      return `${say(`method.${method as 'CASH'}`)} ${sale.currency} ${worth}`;
    })
    .join(', ');
  return (
    <ReasonForm
      title={say('void.title', { number: sale.receiptNumber })}
      told={say('void.told', { what })}
      reasons={reasons}
      other="reason.void.other"
      action={say('void.action')}
      icon="ban"
      look="danger-solid"
      onClose={onClose}
      onWhy={(reason) => (wish.actions.length === 0 ? void undo(reason) : setWhy(reason))}
    />
  );
}
