/** Goods without a receipt: what lies on the counter comes back, for cash, by a leader's word. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePriced, useTill, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Money } from '../../parts/money.tsx';
import type { LeadersWord } from '../../till/leaders-words.ts';
import type { RefundReason } from '../../till/records.ts';
import { openForCash } from '../../app/open-for-cash.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { Toast } from '../sell/toast.tsx';
import { Why } from './refund-screen.tsx';

export function LooseRefundScreen(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const isEmpty = useTill((state) => state.cart.lines.length === 0);
  return (
    <div className="page refund">
      <Header title={say('loose.title')} onBack={() => navigation.go({ at: 'sell' })} />
      {isEmpty ? (
        <main className="page-main">
          <h2>{say('loose.empty')}</h2>
          <p>{say('loose.emptyHint')}</p>
        </main>
      ) : (
        <LooseForm />
      )}
      <Toast />
    </div>
  );
}

function LooseForm(): ReactNode {
  const { till, navigation, devices } = useApp();
  const { say } = useWords();
  const [refundId] = useState(() => till.ports.world.newId());
  const [reason, setReason] = useState<RefundReason>('OTHER');
  const [note, setNote] = useState('');
  const [isAsking, setAsking] = useState(false);
  const isRestocked = reason !== 'DAMAGED';
  const wish = { refundId, isRestocked, reason, note: note.trim() };
  const refund = async (words?: readonly LeadersWord[]): Promise<void> => {
    const record = await till.givingBack.refundLoose(wish, words);
    if (record === undefined) return;
    openForCash({ till, devices }, record);
    navigation.go({ at: 'sell' });
  };
  const ask = (): void => {
    if (till.givingBack.needsLeaderLoose(wish).actions.length > 0) setAsking(true);
    else void refund();
  };
  return (
    <>
      <main className="page-main">
        <h2>{say('loose.goods')}</h2>
        <LooseLines />
        <Why reason={reason} onReason={setReason} note={note} onNote={setNote} />
      </main>
      <LooseSide onRefund={ask} />
      {isAsking ? (
        <ApprovalDialog
          title={say('loose.approval')}
          told={say('approval.once')}
          action={say('refund.action')}
          wish={till.givingBack.needsLeaderLoose(wish)}
          isDanger
          onClose={() => setAsking(false)}
          onApproved={(_, words) => void refund(words)}
        />
      ) : null}
    </>
  );
}

function LooseLines(): ReactNode {
  const { quantity, amount } = useWords();
  const currency = useCurrency();
  const priced = usePriced();
  const lines = useTill((state) => state.cart.lines);
  return (
    <ul className="refund-lines card">
      {lines.map(({ lineId, name, quantityMilli }, index) => (
        <li key={lineId} className="refund-line chosen">
          <span className="refund-name">
            <strong>{name}</strong>
            <small>{quantity(quantityMilli)}</small>
          </span>
          <span className="amount">
            {amount(priced?.order?.lines[index]?.totalMinor ?? 0, currency)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function LooseSide({ onRefund }: { onRefund: () => void }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const { paidMinor } = till.givingBack.planLoose();
  return (
    <aside className="page-side" aria-label={say('refund.back')}>
      <p className="caption-label">{say('refund.back')}</p>
      <Money minor={paidMinor} currency={currency} look="due" />
      <p className="told">{say('loose.cash')}</p>
      <div className="page-side-end">
        <Button look="danger-solid" size="pay" disabled={paidMinor === 0} onClick={onRefund}>
          {say('refund.action')}
        </Button>
      </div>
    </aside>
  );
}
