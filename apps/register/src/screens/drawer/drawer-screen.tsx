/** Cash in and out of the drawer that is no sale, and how the shift stands (X). */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useCurrency, useKept, useWords } from '../../app/app.ts';
import { openByItself } from '../../app/open-for-cash.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Header } from '../../parts/header.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { MessageKey } from '../../words/words.ts';
import type { MovementWord } from '../../till/drawer.ts';
import type { WordWish } from '../../till/leaders-words.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { Toast } from '../sell/toast.tsx';
import { XPrint } from './x-print.tsx';
import { XReport } from './x-report.tsx';

type Reason = Extract<MessageKey, `reason.move.${string}`>;

const reasons = {
  PAY_IN: ['reason.move.change', 'reason.move.float', 'reason.move.other'],
  PAY_OUT: ['reason.move.supplier', 'reason.move.bank', 'reason.move.petty', 'reason.move.other'],
} as const satisfies Record<'PAY_IN' | 'PAY_OUT', readonly Reason[]>;

export function DrawerScreen(): ReactNode {
  const { say } = useWords();
  const { till, navigation } = useApp();
  useKept();
  const figures = till.drawer.sessionFigures();
  return (
    <div className="page two">
      <Header title={say('menu.drawer')} />
      <main className="page-main">
        <MoveForm />
      </main>
      <aside className="page-side" aria-label={say('x.title')}>
        {figures === undefined ? null : <XReport figures={figures} />}
        <div className="page-side-end">
          <XPrint />
          <Button
            icon="cash-register"
            hint="*"
            onClick={() => navigation.open({ kind: 'no-sale' })}
          >
            {say('noSale.title')}
          </Button>
        </div>
      </aside>
      <Toast />
    </div>
  );
}

function MoveForm(): ReactNode {
  const { till, devices } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const [direction, setDirection] = useState<'PAY_IN' | 'PAY_OUT'>('PAY_OUT');
  const [text, setText] = useState('');
  const [reason, setReason] = useState<Reason>('reason.move.supplier');
  const [note, setNote] = useState('');
  const amountMinor = typedMinor(text, currency) ?? 0;
  const [asked, setAsked] = useState<WordWish>();
  const move = async (word?: MovementWord): Promise<void> => {
    const told = [reason === 'reason.move.other' ? '' : say(reason), note.trim()];
    const why = told.filter((part) => part !== '').join(': ');
    setAsked(undefined);
    if (!(await till.drawer.moveCash(direction, amountMinor, why, word))) return;
    openByItself(devices);
    setText('');
    setNote('');
  };
  const ask = (event: SyntheticEvent): void => {
    event.preventDefault();
    const wish = till.drawer.needsLeader(direction, amountMinor, till.ports.world.newId());
    if (wish.actions.length > 0) setAsked(wish);
    else void move();
  };
  return (
    <>
      <form className="card number-form" onSubmit={ask}>
        <MoveDirection
          direction={direction}
          onDirection={(next) => {
            setDirection(next);
            setReason(reasons[next][0]);
          }}
        />
        <MoveAmount text={text} onText={setText} />
        <MoveReason
          direction={direction}
          reason={reason}
          onReason={setReason}
          note={note}
          onNote={setNote}
        />
        <Button
          isSubmit
          look="primary"
          size="pay"
          disabled={amountMinor <= 0 || lacksNote(reason, note)}
        >
          {say(direction === 'PAY_IN' ? 'drawer.putIn' : 'drawer.takeOut')}
        </Button>
      </form>
      {asked === undefined ? null : (
        <PayOutApproval wish={asked} onClose={() => setAsked(undefined)} onWord={move} />
      )}
    </>
  );
}

interface MoveAmountProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

function MoveAmount({ text, onText }: MoveAmountProps): ReactNode {
  const { say } = useWords();
  const currency = useCurrency();
  return (
    <Field
      label={say('pay.amount')}
      unit={currency}
      inputMode="decimal"
      value={text}
      onChange={(event) => onText(event.target.value.replace(/[^\d.,]/g, ''))}
    />
  );
}

interface PayOutApprovalProps {
  readonly wish: WordWish;
  readonly onClose: () => void;
  readonly onWord: (word: MovementWord) => Promise<void>;
}

function PayOutApproval({ wish, onClose, onWord }: PayOutApprovalProps): ReactNode {
  const { say } = useWords();
  return (
    <ApprovalDialog
      title={say('approval.payOut')}
      told={say('approval.once')}
      action={say('drawer.takeOut')}
      wish={wish}
      onClose={onClose}
      onApproved={(_, words) => void onWord({ movementId: wish.subject, words })}
    />
  );
}

interface MoveDirectionProps {
  readonly direction: 'PAY_IN' | 'PAY_OUT';
  readonly onDirection: (direction: 'PAY_IN' | 'PAY_OUT') => void;
}

function MoveDirection({ direction, onDirection }: MoveDirectionProps): ReactNode {
  const { say } = useWords();
  return (
    <Segments
      label={say('menu.drawer')}
      value={direction}
      onChange={onDirection}
      segments={[
        { value: 'PAY_OUT', label: say('drawer.payOut'), icon: 'transfer-out' },
        { value: 'PAY_IN', label: say('drawer.payIn'), icon: 'transfer-in' },
      ]}
    />
  );
}

interface MoveReasonProps {
  readonly direction: 'PAY_IN' | 'PAY_OUT';
  readonly reason: Reason;
  readonly onReason: (reason: Reason) => void;
  readonly note: string;
  readonly onNote: (note: string) => void;
}

function MoveReason({ direction, reason, onReason, note, onNote }: MoveReasonProps): ReactNode {
  const { say } = useWords();
  return (
    <>
      <Segments
        look="chips"
        label={say('drawer.reason')}
        value={reason}
        onChange={onReason}
        segments={reasons[direction].map((value) => ({ value, label: say(value) }))}
      />
      <Field
        label={say('drawer.note')}
        value={note}
        maxLength={300}
        help={lacksNote(reason, note) ? say('drawer.noteNeeded') : undefined}
        onChange={(event) => onNote(event.target.value)}
      />
    </>
  );
}

function lacksNote(reason: Reason, note: string): boolean {
  return reason === 'reason.move.other' && note.trim() === '';
}
