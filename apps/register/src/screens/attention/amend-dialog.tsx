/** What can still be put right in something that was parked: words, never money. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { wishOf, withWordOf } from '../../till/mending.ts';
import type { Mend } from '../../till/mending.ts';
import type { TillRecord } from '../../till/records.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { CustomerForm } from '../overlays/customer-form.tsx';
import { titleOf } from './attention-words.ts';

export interface AmendDialogProps {
  readonly mend: Mend;
  readonly onAmended: (amended: TillRecord, by: string) => void;
  readonly onClose: () => void;
}

export function AmendDialog({ mend, onAmended, onClose }: AmendDialogProps): ReactNode {
  const { say } = useWords();
  const by = useTill((state) => state.cashier?.personId ?? '');
  if (mend.kind === 'word') {
    return <WordForm mend={mend} onAmended={onAmended} onClose={onClose} />;
  }
  const done = (amended: TillRecord): void => {
    onClose();
    onAmended(amended, by);
  };
  return (
    <Dialog title={say('choice.amend')} onClose={onClose}>
      {mend.kind === 'movement' ? (
        <MovementForm mend={mend} onReady={done} />
      ) : (
        <CustomerForm
          start={{ name: mend.record.name, phone: mend.record.phone ?? '' }}
          action={say('choice.amend')}
          onReady={(name, phone) => done({ ...mend.record, name, phone })}
        />
      )}
    </Dialog>
  );
}

interface MovementFormProps {
  readonly mend: Extract<Mend, { readonly kind: 'movement' }>;
  readonly onReady: (amended: TillRecord) => void;
}

/** What it was for, and the drawer that is open now where its own is gone. */
function MovementForm({ mend, onReady }: MovementFormProps): ReactNode {
  const { say } = useWords();
  const { record, session } = mend;
  const [reason, setReason] = useState(record.reason);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const sessionId = session?.sessionId ?? record.sessionId;
    if (reason.trim() !== '') onReady({ ...record, sessionId, reason: reason.trim() });
  };
  return (
    <form className="number-form" onSubmit={submit}>
      {session === null ? null : <p>{say('amend.toOpenSession')}</p>}
      <Field
        label={say('attention.reason')}
        data-autofocus
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button isSubmit look="primary" size="large" disabled={reason.trim() === ''}>
        {say('choice.amend')}
      </Button>
    </form>
  );
}

interface WordFormProps extends Pick<AmendDialogProps, 'onAmended' | 'onClose'> {
  readonly mend: Extract<Mend, { readonly kind: 'word' }>;
}

function WordForm({ mend, onAmended, onClose }: WordFormProps): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const [id] = useState(till.ports.world.newId);
  return (
    <ApprovalDialog
      title={`${say('choice.amend')}: ${titleOf(mend.record, say)}`}
      told={say(mend.leavesSale ? 'amend.withoutSale' : 'amend.word')}
      action={say('choice.amend')}
      wish={wishOf(mend, id)}
      onClose={onClose}
      onApproved={({ personId }, words) => {
        onClose();
        onAmended(withWordOf(mend, id, words), personId);
      }}
    />
  );
}
