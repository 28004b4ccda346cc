/** A leader's word, by PIN: what it is for, whose it is, and that it works once. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { askLeader } from '../../app/ask-leader.ts';
import type { Person } from '../../catalogue/catalogue.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Faces } from '../../parts/faces.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PinPad } from '../../parts/pin-pad.tsx';
import { usePinWords } from '../../app/use-pin-words.ts';
import type { LeadersWord, WordWish } from '../../till/leaders-words.ts';

export interface ApprovalDialogProps {
  readonly title: string;
  /** What becomes true by it. */
  readonly told: string;
  readonly action: string;
  readonly isDanger?: boolean;
  /** What is still missing, in words, before a PIN is looked at; undefined when nothing is. */
  readonly missing?: () => string | undefined;
  /** What the server is to know of it; without one it is a matter of this device. */
  readonly wish?: WordWish;
  readonly onApproved: (leader: Person, words: readonly LeadersWord[]) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

const noWish: WordWish = { actions: [], subject: '', amountMinor: 0 };

export function ApprovalDialog(props: ApprovalDialogProps): ReactNode {
  const { title, told, action, isDanger = false, onApproved, onClose, children } = props;
  const app = useApp();
  const { till } = app;
  const { say } = useWords();
  const { sayLocked } = usePinWords();
  const leaders = till.people.leaders();
  const [chosen, setChosen] = useState<Person | undefined>(leaders[0]);
  // Chosen again, a face leads back to the digits: that is where the hand goes.
  const [choices, setChoices] = useState(0);
  const choose = (person: Person): void => {
    setChosen(person);
    setChoices((count) => count + 1);
  };
  return (
    <Dialog title={title} onClose={onClose} look="wide">
      <div className="approval">
        <div className="approval-what">
          <p className="approval-mark">
            <Icon name="lock" size={18} /> {say('approval.mark')}
          </p>
          {children}
          <p>{told}</p>
          {leaders.length === 0 ? <p role="alert">{say('approval.nobody')}</p> : null}
          <Faces label={say('approval.by')} people={leaders} chosen={chosen} onChoose={choose} />
          <Button look="quiet" hint="Esc" onClick={onClose}>
            {say('common.cancel')}
          </Button>
        </div>
        {chosen === undefined ? null : (
          <PinPad
            key={`${chosen.personId}/${String(choices)}`}
            label={say('pin.of', { name: chosen.name })}
            action={action}
            look={isDanger ? 'danger-solid' : 'primary'}
            onPin={async (digits) => {
              const missing = props.missing?.();
              if (missing !== undefined) return missing;
              const asked = { leader: chosen, digits, wish: props.wish ?? noWish, reason: title };
              const answer = await askLeader(app, asked);
              if (answer.kind === 'given') onApproved(chosen, answer.words);
              if (answer.kind === 'locked') return sayLocked(chosen, answer.untilMs);
              if (answer.kind === 'may_not') return say('approval.mayNot', { name: chosen.name });
              return answer.kind === 'given' ? null : say('pin.wrong');
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
