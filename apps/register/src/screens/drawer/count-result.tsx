/** Counted and expected side by side; what explains the difference; then the session is closed. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useSync, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { ClosedSession, CountedDrawer } from '../../till/drawer.ts';
import type { MessageKey } from '../../words/words.ts';
import { XReport } from './x-report.tsx';

type Reason = Extract<MessageKey, `reason.close.${string}`>;
const reasons: readonly Reason[] = [
  'reason.close.change',
  'reason.close.float',
  'reason.close.payOut',
  'reason.close.unknown',
  'reason.close.other',
];

export interface CountResultProps {
  readonly count: CountedDrawer;
  readonly onClosed: (session: ClosedSession) => void;
  readonly onAgain: () => void;
}

export function CountResult({ count, onClosed, onAgain }: CountResultProps): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const { waiting } = useSync();
  const [reason, setReason] = useState<Reason>('reason.close.unknown');
  const [note, setNote] = useState('');
  const figures = till.drawer.sessionFigures();
  if (figures === undefined) return null;
  const variance = till.drawer.varianceOf(count);
  const isNoteMissing =
    variance.kind !== 'none' && reason === 'reason.close.other' && note.trim() === '';
  const close = async (): Promise<void> => {
    const told = [variance.kind === 'none' ? '' : say(reason), note.trim()];
    const words = told.filter((part) => part !== '').join(': ');
    const closed = await till.drawer.closeSession(count, words);
    if (closed !== undefined) onClosed(closed);
  };
  return (
    <>
      <main className="page-main">
        <p className="caption-label">{say(`variance.${variance.kind}`)}</p>
        <Money minor={variance.byMinor} currency={currency} look="change" />
        <div className="count-cards">
          <Sum label={say('x.expected')} minor={figures.expectedMinor} />
          <Sum label={say('count.counted')} minor={count.countedMinor} />
        </div>
        {variance.kind === 'none' ? null : <Why reason={reason} onReason={setReason} />}
        <Field
          label={say('variance.note')}
          value={note}
          maxLength={300}
          help={isNoteMissing ? say('drawer.noteNeeded') : undefined}
          onChange={(event) => setNote(event.target.value)}
        />
        {waiting === 0 ? null : (
          <p className="notice">
            <Icon name="clock" />
            <span>{say('variance.waiting', { count: waiting })}</span>
          </p>
        )}
      </main>
      <aside className="page-side">
        <XReport figures={figures} isCounted />
        <div className="page-side-end">
          {till.drawer.maySeeExpected() ? (
            <Button size="large" onClick={onAgain}>
              {say('count.again')}
            </Button>
          ) : null}
          <Button look="primary" size="pay" disabled={isNoteMissing} onClick={() => void close()}>
            {say('menu.close')}
          </Button>
        </div>
      </aside>
    </>
  );
}

function Sum({ label, minor }: { label: string; minor: number }): ReactNode {
  const currency = useCurrency();
  return (
    <div className="card">
      <p className="caption-label">{label}</p>
      <Money minor={minor} currency={currency} look="medium" />
    </div>
  );
}

function Why({ reason, onReason }: { reason: Reason; onReason: (to: Reason) => void }): ReactNode {
  const { say } = useWords();
  return (
    <>
      <h2>{say('variance.why')}</h2>
      <Segments
        look="chips"
        label={say('variance.why')}
        value={reason}
        onChange={onReason}
        segments={reasons.map((value) => ({ value, label: say(value) }))}
      />
    </>
  );
}
