/** A sale undone as a whole: why, what goes back, a leader's word where due; then written. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { openByItself } from '../../app/open-for-cash.ts';
import type { LeadersWord } from '../../till/leaders-words.ts';
import type { SaleRecord } from '../../till/records.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { ReasonForm } from './reason-form.tsx';

const reasons = [
  'reason.void.mistake',
  'reason.void.left',
  'reason.void.payment',
  'reason.void.other',
] as const;

export function VoidDialog({ saleId }: { saleId: string }): ReactNode {
  const { till } = useApp();
  const sale = till.records().find((record) => record.id === saleId);
  return sale?.kind === 'sale' ? <VoidOf sale={sale} /> : null;
}

function VoidOf({ sale }: { sale: SaleRecord }): ReactNode {
  const { till, devices, navigation } = useApp();
  const { say, amount } = useWords();
  const [voidId] = useState(() => till.ports.world.newId());
  const [why, setWhy] = useState<string>();
  const wish = till.voiding.needsLeader({ voidId, sale });
  const undo = async (reason: string, words?: readonly LeadersWord[]): Promise<void> => {
    navigation.close();
    const record = await till.voiding.undo({ voidId, sale }, reason, words);
    if (record === undefined) return;
    if (record.payouts.some(({ method }) => method === 'CASH')) openByItself(devices);
    navigation.go({ at: 'history', recordId: record.id, isFresh: true });
  };
  if (why !== undefined) {
    return (
      <ApprovalDialog
        title={say('approval.void')}
        told={say('approval.once')}
        action={say('void.action')}
        wish={wish}
        isDanger
        onClose={navigation.close}
        onApproved={(_, words) => void undo(why, words)}
      >
        <p>
          {say('history.sale', { number: sale.receiptNumber })}
          {`: ${sale.currency} ${amount(wish.amountMinor, sale.currency)}`}
        </p>
      </ApprovalDialog>
    );
  }
  return (
    <ReasonForm
      title={say('void.title', { number: sale.receiptNumber })}
      told={say('void.told')}
      reasons={reasons}
      other="reason.void.other"
      action={say('void.action')}
      icon="ban"
      look="danger-solid"
      onClose={navigation.close}
      onWhy={(reason) => (wish.actions.length === 0 ? void undo(reason) : setWhy(reason))}
    >
      <Payouts sale={sale} />
    </ReasonForm>
  );
}

/** What goes over the counter, each by itself: it is counted out by hand. */
function Payouts({ sale }: { sale: SaleRecord }): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  return (
    <section>
      <p className="caption-label">{say('void.giveBack')}</p>
      <dl className="facts">
        {till.voiding.payoutsOf(sale).map(({ method, amountMinor }) => (
          <div key={method} className="facts-sum">
            <dt>{say(`method.${method as 'CASH'}`)}</dt>
            <dd className="amount">{`${sale.currency} ${amount(amountMinor, sale.currency)}`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
