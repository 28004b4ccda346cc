/** One thing that may be done about a parked operation: what it makes true, and who says so. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { IconName } from '../../parts/icon.tsx';
import type { Choice, Kept } from '../../till/journal.ts';
import { mendOf } from '../../till/mending.ts';
import type { Mend } from '../../till/mending.ts';
import { AmendDialog } from './amend-dialog.tsx';
import { DecisionDialog } from './decision-dialog.tsx';

const shown = ['retry', 'amend', 'accept', 'void'] as const satisfies readonly Choice[];

const icons: Readonly<Record<Choice, IconName>> = {
  retry: 'refresh',
  amend: 'pencil',
  accept: 'check',
  void: 'ban',
};

/** Of what was paid by a buyer who has gone nothing is offered to change. */
export function choicesShown({ choices }: Kept, mend: Mend | undefined): readonly Choice[] {
  return shown.filter((choice) => {
    return choices.includes(choice) && (choice !== 'amend' || mend !== undefined);
  });
}

export function ChoiceRow({ choice, kept }: { choice: Choice; kept: Kept }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const session = useTill((state) => state.session);
  const [isAsking, setAsking] = useState(false);
  const { journal } = till.ports;
  const { record, trouble } = kept;
  const isLeaders = choice === 'accept' || choice === 'void';
  const needsLogIn = choice === 'retry' && trouble?.outcome === 'REJECTED_NEEDS_MANAGER';
  const mend = mendOf(kept, session);
  const close = (): void => setAsking(false);
  return (
    <div className="choice">
      <Icon name={icons[choice]} size={22} />
      <div>
        <p className="choice-name">
          <strong>{say(`choice.${choice}`)}</strong>
          {isLeaders ? (
            <span className="badge neutral">
              <Icon name="lock" size={14} /> {say('attention.manager')}
            </span>
          ) : null}
        </p>
        <p>{say(`choice.${choice}.told`)}</p>
        {needsLogIn ? <p>{say('attention.signInFirst')}</p> : null}
      </div>
      <Button
        look={choice === 'void' ? 'danger' : 'secondary'}
        onClick={() => (choice === 'retry' ? void journal.retry(record.id) : setAsking(true))}
      >
        {say(`choice.${choice}`)}
      </Button>
      {isAsking && isLeaders ? (
        <DecisionDialog choice={choice} record={record} onClose={close} />
      ) : null}
      {isAsking && choice === 'amend' && mend !== undefined ? (
        <AmendDialog
          mend={mend}
          onClose={close}
          onAmended={(amended, by) => void journal.amend(record.id, amended, by)}
        />
      ) : null}
    </div>
  );
}
