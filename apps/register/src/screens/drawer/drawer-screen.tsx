/** Cash in and out of the drawer that is no sale, and how the shift stands (X). */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useCurrency, useKept, useWords } from '../../app/app.ts';
import { openByItself } from '../../app/open-for-cash.ts';
import { typedMinor } from '../../app/typed-number.ts';
import { useDeviceSettings } from '../../app/use-devices.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Header } from '../../parts/header.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { MessageKey } from '../../words/words.ts';
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
  const { till, devices } = useApp();
  const { printer } = useDeviceSettings();
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
          {printer.by === 'browser' ? null : (
            <Button icon="cash-register" onClick={() => void devices.openDrawer()}>
              {say('settings.tryDrawer')}
            </Button>
          )}
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
  const isNoteMissing = reason === 'reason.move.other' && note.trim() === '';
  const move = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const told = [reason === 'reason.move.other' ? '' : say(reason), note.trim()];
    const words = told.filter((part) => part !== '').join(': ');
    if (!(await till.drawer.moveCash(direction, amountMinor, words))) return;
    openByItself(devices);
    setText('');
    setNote('');
  };
  return (
    <form className="card number-form" onSubmit={(event) => void move(event)}>
      <Segments
        label={say('menu.drawer')}
        value={direction}
        onChange={(next) => {
          setDirection(next);
          setReason(reasons[next][0]);
        }}
        segments={[
          { value: 'PAY_OUT', label: say('drawer.payOut'), icon: 'transfer-out' },
          { value: 'PAY_IN', label: say('drawer.payIn'), icon: 'transfer-in' },
        ]}
      />
      <Field
        label={say('pay.amount')}
        unit={currency}
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value.replace(/[^\d.,]/g, ''))}
      />
      <Segments
        look="chips"
        label={say('drawer.reason')}
        value={reason}
        onChange={setReason}
        segments={reasons[direction].map((value) => ({ value, label: say(value) }))}
      />
      <Field
        label={say('drawer.note')}
        value={note}
        maxLength={300}
        help={isNoteMissing ? say('drawer.noteNeeded') : undefined}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button isSubmit look="primary" size="pay" disabled={amountMinor <= 0 || isNoteMissing}>
        {say(direction === 'PAY_IN' ? 'drawer.putIn' : 'drawer.takeOut')}
      </Button>
    </form>
  );
}
