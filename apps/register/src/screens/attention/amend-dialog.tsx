/** What can still be put right in something that was parked: words, never money. */
import type { ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { Dialog } from '../../parts/dialog.tsx';
import type { CustomerRecord, TillRecord } from '../../till/records.ts';
import { CustomerForm } from '../overlays/customer-form.tsx';

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
        start={{ name: record.name, phone: record.phone ?? '' }}
        action={say('choice.amend')}
        onReady={(name, phone) => {
          onClose();
          onAmended({ ...record, name, phone });
        }}
      />
    </Dialog>
  );
}
