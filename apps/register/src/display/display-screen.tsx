/** The customer's side: what is in the basket, what it comes to, what comes back, and thanks. */
import type { DisplayLine, DisplayView } from '@evertill/devices';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Mark } from '../parts/icon.tsx';

/** Null: nobody told it anything yet. */
export function DisplayScreen({ view }: { view: DisplayView | null }): ReactNode {
  switch (view?.kind) {
    case undefined:
      return <Idle greeting="" />;
    case 'idle':
      return <Idle greeting={view.greeting} />;
    case 'basket':
      return (
        <main className="customer basket">
          <Lines lines={view.lines} />
          <h1 className="customer-total" aria-live="polite">
            <Total label={view.totalLabel} amount={view.total} />
          </h1>
        </main>
      );
    case 'paid':
      return (
        <main className="customer paid-view" aria-live="polite">
          <h1>{view.thanks}</h1>
          <h2 className="customer-total">
            <Total label={view.changeLabel} amount={view.change} />
          </h2>
          <p className="customer-total-before">
            <span>{view.totalLabel}</span>
            <span className="amount">{view.total}</span>
          </p>
        </main>
      );
  }
}

function Idle({ greeting }: { greeting: string }): ReactNode {
  return (
    <main className="customer idle">
      <Mark size={72} />
      <h1>{greeting}</h1>
    </main>
  );
}

/** The line added last is the one that is looked at. */
function Lines({ lines }: { lines: readonly DisplayLine[] }): ReactNode {
  const last = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Some browsers answer a promise, which is no way to end an effect.
    last.current?.scrollIntoView({ block: 'end' });
  }, [lines]);
  return (
    <ul className="customer-lines" tabIndex={0}>
      {lines.map(({ name, times, amount }, index) => {
        const isLast = index === lines.length - 1;
        return (
          <li key={index} ref={isLast ? last : null} className={isLast ? 'last' : ''}>
            <span className="customer-what">
              {name}
              {times === undefined ? null : <small>{times}</small>}
            </span>
            <span className="amount">{amount}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Total({ label, amount }: { label: string; amount: string }): ReactNode {
  return (
    <>
      <span>{label}</span>
      <strong className="amount">{amount}</strong>
    </>
  );
}
