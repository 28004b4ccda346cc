/** The drawer opened for no sale: why, a leader's word where one is due; written first. */
import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { MovementWord } from '../../till/drawer.ts';
import type { WordWish } from '../../till/leaders-words.ts';
import { ApprovalDialog } from './approval-dialog.tsx';

const reasons = [
  'reason.noSale.change',
  'reason.noSale.count',
  'reason.noSale.stuck',
  'reason.noSale.other',
] as const;
type Reason = (typeof reasons)[number];

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
  if (asked === undefined) return <WhyForm onWhy={ask} />;
  const { why, wish } = asked;
  return (
    <ApprovalDialog
      title={say('noSale.approval')}
      told={say('approval.once')}
      action={say('noSale.open')}
      wish={wish}
      onClose={navigation.close}
      onApproved={(_, words) => void open(why, { movementId: wish.subject, words })}
    />
  );
}

function WhyForm({ onWhy }: { onWhy: (why: string) => void }): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const [reason, setReason] = useState<Reason>(reasons[0]);
  const [note, setNote] = useState('');
  const isOther = reason === 'reason.noSale.other';
  const lacksNote = isOther && note.trim() === '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const told = [isOther ? '' : say(reason), note.trim()].filter((part) => part !== '');
    if (!lacksNote) onWhy(told.join(': '));
  };
  return (
    <Dialog title={say('noSale.title')} onClose={navigation.close}>
      <form className="number-form" onSubmit={submit}>
        <p>{say('noSale.told')}</p>
        <Segments
          look="chips"
          label={say('drawer.reason')}
          value={reason}
          onChange={setReason}
          segments={reasons.map((value) => ({ value, label: say(value) }))}
        />
        <Field
          label={say('drawer.note')}
          data-autofocus
          value={note}
          maxLength={300}
          help={lacksNote ? say('drawer.noteNeeded') : undefined}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button isSubmit look="primary" size="large" icon="cash-register" disabled={lacksNote}>
          {say('noSale.open')}
        </Button>
      </form>
    </Dialog>
  );
}
