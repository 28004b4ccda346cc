/** One parked operation: what happened, what is safe, what is not yet true, and the choices. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import type { Choice, Kept } from '../../till/journal.ts';
import { ApprovalDialog } from '../overlays/approval-dialog.tsx';
import { minorOfRecord, titleOf, whyOf } from './attention-words.ts';

const shownChoices = ['retry', 'accept', 'void'] as const satisfies readonly Choice[];
type ShownChoice = (typeof shownChoices)[number];

const icons: Readonly<Record<ShownChoice, IconName>> = {
  retry: 'refresh',
  accept: 'check',
  void: 'ban',
};

export function AttentionDetail({ kept }: { kept: Kept }): ReactNode {
  const { nowMs } = useApp();
  const words = useWords();
  const { say } = words;
  const { record, choices } = kept;
  const minor = minorOfRecord(record);
  return (
    <main className="page-main">
      <div className="detail-head">
        <div>
          <h2>{titleOf(record, say)}</h2>
          <p className="told">{`${record.cashierName} · ${words.moment(record.atMs, nowMs())}`}</p>
        </div>
        {minor === null ? null : <Money minor={minor} currency={record.currency} look="large" />}
      </div>
      <dl className="card three">
        <div>
          <dt>{say('attention.happened')}</dt>
          <dd>{whyOf(kept, say)}</dd>
        </div>
        <div>
          <dt>{say('attention.safe')}</dt>
          <dd>{say('attention.safeTold')}</dd>
        </div>
        <div>
          <dt>{say('attention.notYet')}</dt>
          <dd>{say('attention.notYetTold')}</dd>
        </div>
      </dl>
      <h2>{say('attention.choose')}</h2>
      <div className="card choices">
        {shownChoices
          .filter((choice) => choices.includes(choice))
          .map((choice) => (
            <ChoiceRow key={choice} choice={choice} kept={kept} />
          ))}
      </div>
      <p className="told with-icon">
        <Icon name="history" />
        {say('attention.kept')}
      </p>
    </main>
  );
}

function ChoiceRow({ choice, kept }: { choice: ShownChoice; kept: Kept }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  const { journal } = till.ports;
  const { id } = kept.record;
  const isLeaders = choice !== 'retry';
  const act = (by: string): void => {
    setAsking(false);
    if (choice === 'retry') void journal.retry(id);
    else void journal.resolve(id, { kind: choice, by, reason: say(`choice.${choice}.told`) });
  };
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
      </div>
      <Button
        look={choice === 'void' ? 'danger' : 'secondary'}
        onClick={() => (isLeaders ? setAsking(true) : act(''))}
      >
        {say(`choice.${choice}`)}
      </Button>
      {isAsking ? (
        <ApprovalDialog
          title={`${say(`choice.${choice}`)}: ${titleOf(kept.record, say)}`}
          told={say(`choice.${choice}.told`)}
          action={say(`choice.${choice}`)}
          isDanger={choice === 'void'}
          onClose={() => setAsking(false)}
          onApproved={({ personId }) => act(personId)}
        />
      ) : null}
    </div>
  );
}
