/** Paid: the change, large, until the next sale begins. The next scan begins it. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { usePrinting } from '../../app/use-printing.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { PrintTold } from '../../parts/print-told.tsx';
import { Paper } from '../../parts/paper.tsx';
import { handOut } from '../../till/currency-notes.ts';
import type { RefundRecord, SaleRecord } from '../../till/records.ts';
import { Toast } from '../sell/toast.tsx';

export function PaidScreen({ record }: { record: SaleRecord | RefundRecord }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const { receiptOf, print, isPrinted, jobId } = usePrinting(record);
  const next = useRef<HTMLButtonElement>(null);
  const customer = useTill(() => record.customer?.name);
  useEffect(() => next.current?.focus({ preventScroll: true }), []);
  return (
    <div className="paid">
      <Header />
      <main className="paid-change">
        <p className="paid-headline">
          <Icon name="circle-check" size={24} />
          {say(record.kind === 'sale' ? 'paid.saved' : 'paid.refunded')}
        </p>
        <Handed record={record} />
        <div className="paid-receipt">
          <h2 className="caption-label">
            {customer === undefined
              ? say('paid.receipt')
              : say('paid.receiptFor', { name: customer })}
          </h2>
          <div className="paid-choices">
            <Button icon="printer" size="large" onClick={() => void print()}>
              {say(isPrinted ? 'paid.printCopy' : 'paid.print')}
            </Button>
          </div>
          <PrintTold jobId={jobId} />
        </div>
      </main>
      <aside className="paid-side" aria-label={say('paid.receipt')}>
        <Paper receipt={receiptOf({ isCopy: false })} label={say('paid.receipt')} />
        <button
          ref={next}
          type="button"
          className="button primary size-pay"
          onClick={() => till.selling.newSale()}
        >
          <span>{say('paid.next')}</span>
          <kbd className="hint">Enter</kbd>
        </button>
        <p className="told centred">{say('paid.orScan')}</p>
      </aside>
      <Toast />
    </div>
  );
}

/** What goes over the counter to the customer: change of a sale, cash of a refund. */
function Handed({ record }: { record: SaleRecord | RefundRecord }): ReactNode {
  const { say, amount } = useWords();
  const { till } = useApp();
  const { currency } = record;
  const minor = till.drawer.handedMinor(record);
  const pieces = handOut(minor, currency);
  return (
    <div className="handed">
      <p className="handed-label">
        {say(record.kind === 'sale' ? 'paid.change' : 'paid.cashBack')}
      </p>
      <Money minor={minor} currency={currency} look="change" />
      {pieces.length === 0 || pieces.length > 12 ? null : (
        <p className="pieces">
          {pieces.map((piece, index) => (
            <span key={index} className="piece">
              {amount(piece.worthMinor, currency, { isShort: true })}
            </span>
          ))}
          <span>{say('paid.fromDrawer')}</span>
        </p>
      )}
    </div>
  );
}
