/** What can still be put right in something that was parked: words, never money. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import type { CustomerRecord, TillRecord } from '../../till/records.ts';

/** Money that moved, moved: what it was for may be said otherwise, and who a customer is. */
export function isAmendable(record: TillRecord): record is CustomerRecord {
  return record.kind === 'customer';
}

export interface AmendDialogProps {
  readonly record: TillRecord;
  readonly onAmended: (amended: TillRecord) => void;
  readonly onClose: () => void;
}

export function AmendDialog({ record, onAmended, onClose }: AmendDialogProps): ReactNode {
  const { say } = useWords();
  if (!isAmendable(record)) return null;
  return (
    <Dialog title={say('choice.amend')} onClose={onClose}>
      <CustomerForm
        record={record}
        onAmended={(amended) => {
          onClose();
          onAmended(amended);
        }}
      />
    </Dialog>
  );
}

function CustomerForm({
  record,
  onAmended,
}: {
  record: CustomerRecord;
  onAmended: (amended: CustomerRecord) => void;
}): ReactNode {
  const { say } = useWords();
  const [name, setName] = useState(record.name);
  const [phone, setPhone] = useState(record.phone ?? '');
  const number = phone.replace(/[\s()-]/g, '');
  const isPhoneWrong = number !== '' && !/^\+?\d{7,15}$/.test(number);
  const isReady = name.trim() !== '' && !isPhoneWrong;
  const amend = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    onAmended({ ...record, name: name.trim(), phone: number === '' ? null : number });
  };
  return (
    <form className="number-form" onSubmit={amend}>
      <Field
        label={say('customer.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={say('customer.phone')}
        value={phone}
        inputMode="tel"
        flaw={isPhoneWrong ? say('customer.phoneFlaw') : undefined}
        help={say('customer.phoneHelp')}
        onChange={(event) => setPhone(event.target.value)}
      />
      <Button isSubmit look="primary" size="large" disabled={!isReady}>
        {say('choice.amend')}
      </Button>
    </form>
  );
}
