/** What was sold and given back at this till: to show, to print again, to take back. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useKept, useTill, useWords } from '../../app/app.ts';
import { usePrinting } from '../../app/use-printing.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Field } from '../../parts/field.tsx';
import { PrintTold } from '../../parts/print-told.tsx';
import { Paper } from '../../parts/paper.tsx';
import type { Kept } from '../../till/journal.ts';
import type { SaleRecord } from '../../till/records.ts';
import { paperNumber } from '../../till/receipts.ts';
import type { PaperedRecord } from '../../till/receipts.ts';
import { Toast } from '../sell/toast.tsx';

const SHOWN_MAX = 100;

type Receipted = Kept & { readonly record: PaperedRecord };

export interface HistoryScreenProps {
  readonly recordId?: string;
  readonly isFresh?: boolean;
}

export function HistoryScreen({ recordId, isFresh = false }: HistoryScreenProps): ReactNode {
  const { say } = useWords();
  const all = useKept().filter(isReceipted).toReversed();
  const [text, setText] = useState('');
  const [chosenId, setChosen] = useState(recordId);
  const [freshId, setFresh] = useState(isFresh ? recordId : undefined);
  const choose = (id: string): void => {
    setFresh(undefined);
    setChosen(id);
  };
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
                onChoose={() => choose(kept.record.id)}
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
          <Chosen
            key={chosen.record.id}
            record={chosen.record}
            isFresh={chosen.record.id === freshId}
            onChoose={choose}
          />
        )}
      </main>
      <Toast />
    </div>
  );
}

function isReceipted(kept: Kept): kept is Receipted {
  const { kind } = kept.record;
  return kind === 'sale' || kind === 'refund' || kind === 'void';
}

function isFound(record: PaperedRecord, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const about =
    record.kind === 'void' ? [record.reason] : [record.customer?.name ?? '', ...namesOf(record)];
  const whole = [paperNumber(record), ...about].join(' ');
  return whole.toLowerCase().includes(wanted);
}

function namesOf({ lines }: Exclude<PaperedRecord, { kind: 'void' }>): readonly string[] {
  return lines.map(({ name }) => name);
}

function paidMinor(record: PaperedRecord): number {
  switch (record.kind) {
    case 'sale':
      return record.settlement.dueMinor;
    case 'refund':
      return -(record.totalMinor + record.roundingMinor);
    case 'void':
      return -record.totalMinor;
  }
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
  const number = paperNumber(record);
  return (
    <button type="button" className="row" aria-pressed={isChosen} onClick={onChoose}>
      <span className="row-what">
        <strong>{words.say(`history.${record.kind}`, { number })}</strong>
        <small>{record.kind === 'void' ? record.reason : namesOf(record).join(', ')}</small>
        <small className="row-facts">
          <span className={`badge ${state === 'attention' ? 'person' : 'neutral'}`}>
            {words.say(`kept.${state}`)}
          </span>
          {record.kind === 'sale' && till.voiding.isVoided(record) ? (
            <span className="badge person">{words.say('void.done')}</span>
          ) : null}
          {`${words.moment(record.atMs, nowMs())} · ${record.cashierName}`}
        </small>
      </span>
      <span className="amount row-amount">{words.amount(paidMinor(record), record.currency)}</span>
    </button>
  );
}

interface ChosenProps {
  readonly record: PaperedRecord;
  readonly isFresh: boolean;
  readonly onChoose: (recordId: string) => void;
}

function Chosen({ record, isFresh, onChoose }: ChosenProps): ReactNode {
  const { say } = useWords();
  const { receiptOf, print, jobId, isPrinted } = usePrinting(record, isFresh);
  const isCopy = isPrinted || !isFresh;
  const isVoid = record.kind === 'void';
  const printWord = isVoid ? 'void.print' : 'paid.print';
  return (
    <div className="chosen">
      <Paper receipt={receiptOf({ isCopy })} label={say(isVoid ? 'void.slip' : 'paid.receipt')} />
      <div className="dialog-actions">
        <Button icon="printer" size="large" onClick={() => void print()}>
          {say(isCopy ? 'paid.printCopy' : printWord)}
        </Button>
        {record.kind === 'sale' ? <SaleActions sale={record} onChoose={onChoose} /> : null}
      </div>
      <PrintTold jobId={jobId} />
    </div>
  );
}

interface SaleActionsProps extends Pick<ChosenProps, 'onChoose'> {
  readonly sale: SaleRecord;
}

/** What may still be done about a sale; of one that was undone, where that is told. */
function SaleActions({ sale, onChoose }: SaleActionsProps): ReactNode {
  const { navigation, till } = useApp();
  const { say } = useWords();
  const isOpen = useTill((state) => state.session !== null);
  const voided = till.voiding.voidOf(sale);
  if (voided !== undefined) {
    return (
      <Button icon="ban" size="large" onClick={() => onChoose(voided.id)}>
        {say('history.seeVoid')}
      </Button>
    );
  }
  return (
    <>
      {isOpen ? (
        <Button
          icon="receipt-refund"
          size="large"
          look="danger"
          onClick={() => navigation.go({ at: 'refund', saleId: sale.id })}
        >
          {say('history.giveBack')}
        </Button>
      ) : null}
      {till.voiding.mayBe(sale) ? (
        <Button
          icon="ban"
          size="large"
          look="danger"
          onClick={() => navigation.open({ kind: 'void', saleId: sale.id })}
        >
          {say('void.action')}
        </Button>
      ) : null}
    </>
  );
}
