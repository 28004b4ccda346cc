/** A leader's word, by PIN: what it is for, whose it is, and that it works once. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { Person } from '../../catalogue/catalogue.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Faces } from '../../parts/faces.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PinPad } from '../../parts/pin-pad.tsx';

export interface ApprovalDialogProps {
  readonly title: string;
  /** What becomes true by it. */
  readonly told: string;
  readonly action: string;
  readonly isDanger?: boolean;
  readonly onApproved: (leader: Person) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function ApprovalDialog(props: ApprovalDialogProps): ReactNode {
  const { title, told, action, isDanger = false, onApproved, onClose, children } = props;
  const { till } = useApp();
  const { say } = useWords();
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
              const isRight = await till.people.isPinOf(chosen, digits);
              if (isRight) onApproved(chosen);
              return isRight;
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
