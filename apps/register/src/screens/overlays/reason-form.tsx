/** Why something is done: one of a few reasons, or words of one's own; in a dialog by itself. */
import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import type { ButtonProps } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { MessageKey } from '../../words/words.ts';

export type ReasonKey = Extract<MessageKey, `reason.${string}`>;

export interface ReasonFormProps {
  readonly title: string;
  readonly told: string;
  readonly reasons: readonly [ReasonKey, ...ReasonKey[]];
  /** The one that says nothing without a note. */
  readonly other: ReasonKey;
  readonly action: string;
  readonly icon: IconName;
  readonly look?: ButtonProps['look'];
  readonly onWhy: (why: string) => void;
  readonly onClose: () => void;
  /** What it comes to. */
  readonly children?: ReactNode;
}

export function ReasonForm(props: ReasonFormProps): ReactNode {
  const { title, told, reasons, other, action, icon, look = 'primary', onWhy, onClose } = props;
  const { say } = useWords();
  const [reason, setReason] = useState<ReasonKey>(reasons[0]);
  const [note, setNote] = useState('');
  const lacksNote = reason === other && note.trim() === '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const parts = [reason === other ? '' : say(reason), note.trim()].filter((part) => part !== '');
    if (!lacksNote) onWhy(parts.join(': '));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="number-form" onSubmit={submit}>
        <p>{told}</p>
        {props.children}
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
        <Button isSubmit look={look} size="large" icon={icon} disabled={lacksNote}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}
