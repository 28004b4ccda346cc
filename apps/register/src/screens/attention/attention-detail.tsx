/** One parked operation: what happened, what is safe, what is not yet true, and the choices. */
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import type { Kept } from '../../till/journal.ts';
import { mendOf } from '../../till/mending.ts';
import { minorOfRecord, titleOf, whyOf } from './attention-words.ts';
import { ChoiceRow, choicesShown } from './choice-row.tsx';

export function AttentionDetail({ kept }: { kept: Kept }): ReactNode {
  const { nowMs } = useApp();
  const words = useWords();
  const { say } = words;
  const { record } = kept;
  const session = useTill((state) => state.session);
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
        {choicesShown(kept, mendOf(kept, session)).map((choice) => (
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
