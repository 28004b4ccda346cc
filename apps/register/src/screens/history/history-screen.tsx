/** What was sold and given back at this till: to show, to print again, to take back. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useKept, useTill, useWhere, useWords } from '../../app/app.ts';
import { usePrinting } from '../../app/use-printing.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Field } from '../../parts/field.tsx';
import { PrintTold } from '../../parts/print-told.tsx';
import { Paper } from '../../parts/paper.tsx';
import type { Kept } from '../../till/journal.ts';
import type { RefundRecord, SaleRecord } from '../../till/records.ts';
import { Toast } from '../sell/toast.tsx';
import { VoidDialog } from './void-dialog.tsx';

const SHOWN_MAX = 100;

type Receipted = Kept & { readonly record: SaleRecord | RefundRecord };

export function HistoryScreen(): ReactNode {
  const { say } = useWords();
  const place = useWhere((where) => where.place);
  const all = useKept().filter(isReceipted).toReversed();
  const [text, setText] = useState('');
  const [chosenId, setChosen] = useState(place.at === 'history' ? place.recordId : undefined);
  const found = all.filter(({ record }) => isFound(record, text)).slice(0, SHOWN_MAX);
  const chosen = found.find(({ record }) => record.id === chosenId) ?? found[0];
  return (
    <div className="page history">
      <Header title={say('menu.history')} />
      <nav className="list-pane" aria-label={say('menu.history')}>
        <Field
          label={say('history.find')}
          value={text}
          placeholder={say('history.findHint')}
          onChange={(event) => setText(event.target.value)}
        />
        {found.length === 0 ? <p className="told">{say('history.none')}</p> : null}
        <ul className="rows">
          {found.map((kept) => (
            <li key={kept.record.id}>
              <HistoryRow
                kept={kept}
                isChosen={kept === chosen}
                onChoose={() => setChosen(kept.record.id)}
              />
            </li>
          ))}
        </ul>
      </nav>
      <main className="page-main">
        {chosen === undefined ? (
          <div className="empty">
            <span className="empty-plate">
              <Icon name="receipt" size={36} />
            </span>
            <h2>{say('history.empty')}</h2>
            <p>{say('history.emptyHint')}</p>
          </div>
        ) : (
          <Chosen key={chosen.record.id} record={chosen.record} />
        )}
      </main>
      <Toast />
    </div>
  );
}

function isReceipted(kept: Kept): kept is Receipted {
  return kept.record.kind === 'sale' || kept.record.kind === 'refund';
}

function isFound(record: SaleRecord | RefundRecord, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const names = record.lines.map(({ name }) => name);
  const whole = [record.receiptNumber, record.customer?.name ?? '', ...names].join(' ');
  return whole.toLowerCase().includes(wanted);
}

interface HistoryRowProps {
  readonly kept: Receipted;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function HistoryRow({ kept, isChosen, onChoose }: HistoryRowProps): ReactNode {
  const { nowMs, till } = useApp();
  const words = useWords();
  const { record, state } = kept;
  const isSale = record.kind === 'sale';
  const minor = isSale ? record.settlement.dueMinor : -(record.totalMinor + record.roundingMinor);
  return (
    <button type="button" className="row" aria-pressed={isChosen} onClick={onChoose}>
      <span className="row-what">
        <strong>
          {words.say(isSale ? 'history.sale' : 'history.refund', { number: record.receiptNumber })}
        </strong>
        <small>{record.lines.map(({ name }) => name).join(', ')}</small>
        <small className="row-facts">
          <span className={`badge ${state === 'attention' ? 'person' : 'neutral'}`}>
            {words.say(`kept.${state}`)}
          </span>
          {isSale && till.voiding.isVoided(record) ? (
            <span className="badge person">{words.say('void.done')}</span>
          ) : null}
          {`${words.moment(record.atMs, nowMs())} · ${record.cashierName}`}
        </small>
      </span>
      <span className="amount row-amount">{words.amount(minor, record.currency)}</span>
    </button>
  );
}

function Chosen({ record }: { record: SaleRecord | RefundRecord }): ReactNode {
  const { navigation, till } = useApp();
  const { say } = useWords();
  const [isVoiding, setVoiding] = useState(false);
  const { receiptOf, print, jobId } = usePrinting(record, false);
  const isOpen = useTill((state) => state.session !== null);
  return (
    <div className="chosen">
      <Paper receipt={receiptOf({ isCopy: true })} label={say('paid.receipt')} />
      <div className="dialog-actions">
        <Button icon="printer" size="large" onClick={() => void print()}>
          {say('paid.printCopy')}
        </Button>
        {record.kind === 'sale' && isOpen && !till.voiding.isVoided(record) ? (
          <Button
            icon="receipt-refund"
            size="large"
            look="danger"
            onClick={() => navigation.go({ at: 'refund', saleId: record.id })}
          >
            {say('history.giveBack')}
          </Button>
        ) : null}
        {record.kind === 'sale' && till.voiding.mayBe(record) ? (
          <Button icon="ban" size="large" look="danger" onClick={() => setVoiding(true)}>
            {say('void.action')}
          </Button>
        ) : null}
      </div>
      {record.kind === 'sale' && isVoiding ? (
        <VoidDialog sale={record} onClose={() => setVoiding(false)} />
      ) : null}
      <PrintTold jobId={jobId} />
    </div>
  );
}
