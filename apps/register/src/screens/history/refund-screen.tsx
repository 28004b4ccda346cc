/** Taking goods back: which, how many, why; what that gives, and where the money goes. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useKept, useWords } from '../../app/app.ts';
import { openForCash } from '../../app/open-for-cash.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Header } from '../../parts/header.tsx';
import { Money } from '../../parts/money.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { RefundWish } from '../../till/giving-back.ts';
import type { LeadersWord } from '../../till/leaders-words.ts';
import { refundReasons } from '../../till/records.ts';
import type { RefundReason, SaleRecord } from '../../till/records.ts';
import { refundableLines } from '../../till/refund-sale.ts';
import { stepMilli } from '../../till/selling.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { Toast } from '../sell/toast.tsx';

export function RefundScreen({ saleId }: { saleId: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  useKept();
  const sale = till.records().find(({ id }) => id === saleId);
  const back = (): void => navigation.go({ at: 'history', recordId: saleId });
  return (
    <div className="page refund">
      <Header title={say('refund.title')} onBack={back} />
      {sale?.kind === 'sale' ? <RefundForm sale={sale} /> : null}
      <Toast />
    </div>
  );
}

function RefundForm({ sale }: { sale: SaleRecord }): ReactNode {
  const app = useApp();
  const { till, navigation } = app;
  const { say } = useWords();
  const [refundId] = useState(() => till.ports.world.newId());
  const [quantitiesMilli, setQuantities] = useState<readonly number[]>([]);
  const [reason, setReason] = useState<RefundReason>('OTHER');
  const [note, setNote] = useState('');
  const [asking, setAsking] = useState<'refund' | 'exchange'>();
  const isRestocked = reason !== 'DAMAGED';
  const why = { refundId, isRestocked, reason, note: note.trim() };
  const wish: RefundWish = { sale, quantitiesMilli, ...why };
  const refund = async (words?: readonly LeadersWord[]): Promise<void> => {
    const record = await till.givingBack.refund(wish, words);
    if (record === undefined) return;
    openForCash(app, record);
    navigation.go({ at: 'sell' });
  };
  const exchange = (words?: readonly LeadersWord[]): void => {
    till.exchanging.begin(wish, words);
    navigation.go({ at: 'sell' });
  };
  const act = (what: 'refund' | 'exchange', words?: readonly LeadersWord[]): void => {
    if (what === 'refund') void refund(words);
    else exchange(words);
  };
  const needed = till.givingBack.needsLeader(wish);
  const ask = (what: 'refund' | 'exchange'): void => {
    if (needed.actions.length > 0) setAsking(what);
    else act(what);
  };
  return (
    <>
      <main className="page-main">
        <h2>{say('refund.which', { number: sale.receiptNumber })}</h2>
        <RefundLines sale={sale} quantitiesMilli={quantitiesMilli} onChange={setQuantities} />
        <Why reason={reason} onReason={setReason} note={note} onNote={setNote} />
      </main>
      <RefundSide wish={wish} onRefund={() => ask('refund')} onExchange={() => ask('exchange')} />
      {asking === undefined ? null : (
        <ApprovalDialog
          title={say(needed.actions.includes('REFUND') ? 'approval.refund' : 'approval.late')}
          told={say('approval.once')}
          action={say(asking === 'refund' ? 'refund.action' : 'exchange.action')}
          wish={needed}
          isDanger
          onClose={() => setAsking(undefined)}
          onApproved={(_, words) => act(asking, words)}
        />
      )}
    </>
  );
}

interface WhyProps {
  readonly reason: RefundReason;
  readonly onReason: (reason: RefundReason) => void;
  readonly note: string;
  readonly onNote: (note: string) => void;
}

/** Why something comes back, which says whether it goes on the shelf again. */
export function Why({ reason, onReason, note, onNote }: WhyProps): ReactNode {
  const { say } = useWords();
  return (
    <>
      <h2>{say('refund.why')}</h2>
      <Segments
        look="chips"
        label={say('refund.why')}
        value={reason}
        onChange={onReason}
        segments={refundReasons.map((value) => ({ value, label: say(`reason.refund.${value}`) }))}
      />
      <Field
        label={say('drawer.note')}
        value={note}
        maxLength={300}
        help={say(reason === 'DAMAGED' ? 'refund.notRestocked' : 'refund.restocked')}
        onChange={(event) => onNote(event.target.value)}
      />
    </>
  );
}

interface RefundLinesProps {
  readonly sale: SaleRecord;
  readonly quantitiesMilli: readonly number[];
  readonly onChange: (quantitiesMilli: readonly number[]) => void;
}

function RefundLines({ sale, quantitiesMilli, onChange }: RefundLinesProps): ReactNode {
  const { till } = useApp();
  const { say, quantity } = useWords();
  const lines = refundableLines(sale, till.records());
  const set = (index: number, milli: number): void => {
    const bounded = Math.max(0, Math.min(milli, lines[index]?.leftMilli ?? 0));
    onChange(lines.map((_, place) => (place === index ? bounded : (quantitiesMilli[place] ?? 0))));
  };
  return (
    <ul className="refund-lines card">
      {lines.map(({ lineNumber, leftMilli, soldMilli }, index) => {
        const sold = sale.lines[index];
        if (sold === undefined) return null;
        const milli = quantitiesMilli[index] ?? 0;
        const step = Math.min(stepMilli({ unitName: sold.unitName ?? null }), leftMilli);
        const told =
          leftMilli === 0
            ? say('refund.allBack')
            : say('refund.left', { left: quantity(leftMilli), sold: quantity(soldMilli) });
        return (
          <li key={lineNumber} className={milli > 0 ? 'refund-line chosen' : 'refund-line'}>
            <button
              type="button"
              className="refund-name"
              disabled={leftMilli === 0}
              aria-pressed={milli > 0}
              onClick={() => set(index, milli > 0 ? 0 : leftMilli)}
            >
              <strong>{sold.name}</strong>
              <small>{told}</small>
            </button>
            <div className="stepper">
              <IconButton
                name="minus"
                label={say('ticket.less', { name: sold.name })}
                disabled={milli === 0}
                onClick={() => set(index, milli - step)}
              />
              <span className="stepper-value">{quantity(milli)}</span>
              <IconButton
                name="plus"
                label={say('ticket.more', { name: sold.name })}
                disabled={milli >= leftMilli}
                onClick={() => set(index, milli + step)}
              />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

interface RefundSideProps {
  readonly wish: RefundWish;
  readonly onRefund: () => void;
  readonly onExchange: () => void;
}

function RefundSide({ wish, onRefund, onExchange }: RefundSideProps): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const { payouts, paidMinor, lines } = till.givingBack.plan(wish);
  return (
    <aside className="page-side" aria-label={say('refund.back')}>
      <p className="caption-label">{say('refund.back')}</p>
      <Money minor={paidMinor} currency={currency} look="due" />
      <dl className="facts">
        {payouts.map(({ method, amountMinor }) => (
          <div key={method}>
            <dt>{say('refund.by_method', { method: say(`method.${method as 'CASH'}`) })}</dt>
            <dd className="amount">{amount(amountMinor, currency)}</dd>
          </div>
        ))}
      </dl>
      <div className="page-side-end">
        {till.givingBack.isLate(wish.sale) ? <p className="notice">{say('refund.late')}</p> : null}
        {lines.length === 0 ? <p className="told centred">{say('refund.choose')}</p> : null}
        <Button size="large" disabled={lines.length === 0} onClick={onExchange}>
          {say('exchange.action')}
        </Button>
        <Button look="danger-solid" size="pay" disabled={lines.length === 0} onClick={onRefund}>
          {say('refund.action')}
        </Button>
      </div>
    </aside>
  );
}
