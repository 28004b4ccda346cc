/** Notes and coins, one kind after another. What should be there is not shown. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { countedMinorOf } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Money } from '../../parts/money.tsx';
import { denominationsOf } from '../../till/currency-notes.ts';
import type { Denomination } from '../../till/currency-notes.ts';
import type { CountedDrawer } from '../../till/drawer.ts';
import type { OpenSession } from '../../till/till-state.ts';
import { ForeignCounts } from './foreign-counts.tsx';
import { moveOn } from './move-on.ts';

export interface CountFormProps {
  readonly session: OpenSession;
  readonly onCount: (count: CountedDrawer) => void;
}

type Counts = Readonly<Record<string, number>>;

export function CountForm({ session, onCount }: CountFormProps): ReactNode {
  const { till } = useApp();
  const words = useWords();
  const { say } = words;
  const currency = useCurrency();
  const [counts, setCounts] = useState<Counts>({});
  const [foreign, setForeign] = useState<Counts>({});
  const form = useRef<HTMLFormElement>(null);
  const { notes, coins } = denominationsOf(currency);
  const countedMinor = countedMinorOf(counts, currency) ?? 0;
  const change = (text: string, count: number): void => setCounts({ ...counts, [text]: count });
  const opened = words.time(session.openedAtMs);
  return (
    <>
      <main className="page-main">
        <h2>{say('count.title')}</h2>
        <p className="told">{say('count.opened', { name: session.openedBy, time: opened })}</p>
        <form
          ref={form}
          id="count"
          className="count"
          onSubmit={(event) => {
            event.preventDefault();
            onCount({
              countedMinor,
              denominations: counts,
              foreign: till.drawer.countedForeign(foreign),
            });
          }}
        >
          <CountTable name={say('count.notes')} kinds={notes} counts={counts} onCount={change} />
          <CountTable name={say('count.coins')} kinds={coins} counts={counts} onCount={change} />
          <ForeignCounts
            currencies={till.drawer.foreignCurrencies()}
            counted={foreign}
            onCount={setForeign}
          />
        </form>
        <p className="told with-icon">
          <Icon name="info-circle" />
          {say('count.honest')}
        </p>
      </main>
      <aside className="page-side" aria-label={say('count.counted')}>
        <p className="caption-label">{say('count.counted')}</p>
        <Money minor={countedMinor} currency={currency} look="large" />
        <div className="page-side-end">
          <Button look="primary" size="pay" onClick={() => form.current?.requestSubmit()}>
            {say('count.submit')}
          </Button>
        </div>
      </aside>
    </>
  );
}

interface CountTableProps {
  readonly name: string;
  readonly kinds: readonly Denomination[];
  readonly counts: Counts;
  readonly onCount: (text: string, count: number) => void;
}

function CountTable({ name, kinds, counts, onCount }: CountTableProps): ReactNode {
  const { say, amount } = useWords();
  const currency = useCurrency();
  const own = Object.fromEntries(kinds.map(({ text }) => [text, counts[text] ?? 0]));
  return (
    <fieldset className="count-table">
      <legend>{name}</legend>
      {kinds.map(({ text, worthMinor }) => {
        const count = counts[text] ?? 0;
        const shown = amount(worthMinor, currency, { isShort: true });
        return (
          <label key={text} className="count-row">
            <span className="count-kind">{shown} ×</span>
            <input
              inputMode="numeric"
              pattern="[0-9]*"
              autoComplete="off"
              aria-label={say('count.of', { kind: shown })}
              value={count === 0 ? '' : String(count)}
              onFocus={(event) => event.target.select()}
              onKeyDown={moveOn}
              onChange={(event) => {
                const digits = event.target.value.replace(/\D/g, '').slice(0, 6);
                onCount(text, Number(digits));
              }}
            />
            <span className="amount">{amount(worthMinor * count, currency)}</span>
          </label>
        );
      })}
      <p className="count-sum">
        <span>{name}</span>
        <span className="amount">{amount(countedMinorOf(own, currency) ?? 0, currency)}</span>
      </p>
    </fieldset>
  );
}
