/** A leader decides what becomes of a parked operation, and says why: both are kept with it. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Field } from '../../parts/field.tsx';
import type { Decision } from '../../till/journal.ts';
import type { TillRecord } from '../../till/records.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { titleOf } from './attention-words.ts';

export interface DecisionDialogProps {
  readonly choice: Decision['kind'];
  readonly record: TillRecord;
  readonly onClose: () => void;
}

export function DecisionDialog({ choice, record, onClose }: DecisionDialogProps): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const decide = (by: string): void => {
    onClose();
    void till.ports.journal.resolve(record.id, { kind: choice, by, reason: reason.trim() });
  };
  return (
    <ApprovalDialog
      title={`${say(`choice.${choice}`)}: ${titleOf(record, say)}`}
      told={say(`choice.${choice}.told`)}
      action={say(`choice.${choice}`)}
      isDanger={choice === 'void'}
      onClose={onClose}
      missing={() => {
        const isThere = reason.trim() !== '';
        setMissing(!isThere);
        return isThere ? undefined : say('attention.reasonNeeded');
      }}
      onApproved={({ personId }) => decide(personId)}
    >
      <Field
        label={say('attention.reason')}
        value={reason}
        maxLength={300}
        flaw={isMissing && reason.trim() === '' ? say('attention.reasonNeeded') : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
    </ApprovalDialog>
  );
}
