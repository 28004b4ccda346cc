/** Counted and expected side by side; what explains the difference; then the session is closed. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ForeignCount } from '@evertill/domain';
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
  const [reason, setReason] = useState<Reason>('reason.close.unknown');
  const [note, setNote] = useState('');
  const figures = till.drawer.sessionFigures();
  if (figures === undefined) return null;
  const variance = till.drawer.varianceOf(count);
  const foreign = till.drawer.foreignCounts(count);
  const isRight = variance.kind === 'none' && foreign.every((one) => one.varianceMinor === 0);
  const isNoteMissing = !isRight && reason === 'reason.close.other' && note.trim() === '';
  const close = async (): Promise<void> => {
    const told = [isRight ? '' : say(reason), note.trim()];
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
        {foreign.map((one) => (
          <ForeignResult key={one.currency} count={one} />
        ))}
        {isRight ? null : <Why reason={reason} onReason={setReason} />}
        <Field
          label={say('variance.note')}
          value={note}
          maxLength={300}
          help={isNoteMissing ? say('drawer.noteNeeded') : undefined}
          onChange={(event) => setNote(event.target.value)}
        />
        <Waiting />
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

function Waiting(): ReactNode {
  const { say } = useWords();
  const { waiting } = useSync();
  if (waiting === 0) return null;
  return (
    <p className="notice">
      <Icon name="clock" />
      <span>{say('variance.waiting', { count: waiting })}</span>
    </p>
  );
}

function Sum({ label, minor }: { label: string; minor: number }): ReactNode {
  return <SumCard label={label} minor={minor} currency={useCurrency()} />;
}

/** Another currency, by itself: what of it is missing, or too much. */
function ForeignResult({ count }: { count: ForeignCount }): ReactNode {
  const { say, amount } = useWords();
  const { currency, expectedMinor, countedMinor, varianceMinor } = count;
  const byMinor = varianceMinor ?? 0;
  const kind = byMinor === 0 ? 'none' : byMinor < 0 ? 'short' : 'over';
  const by = byMinor === 0 ? '' : amount(Math.abs(byMinor), currency);
  return (
    <section className="foreign-result" aria-label={currency}>
      <p className="caption-label">{`${currency}: ${say(`variance.${kind}`)} ${by}`.trim()}</p>
      <div className="count-cards">
        <SumCard label={say('x.expected')} minor={expectedMinor} currency={currency} />
        <SumCard label={say('count.counted')} minor={countedMinor ?? 0} currency={currency} />
      </div>
    </section>
  );
}

interface SumCardProps {
  readonly label: string;
  readonly minor: number;
  readonly currency: string;
}

function SumCard({ label, minor, currency }: SumCardProps): ReactNode {
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
