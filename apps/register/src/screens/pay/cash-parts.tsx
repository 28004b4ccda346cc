/** What both ways of taking cash have: what was received, and what is likely to be handed over. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../../app/app.ts';

interface QuickTendersProps {
  readonly currency: string;
  /** Of the first sum. */
  readonly firstLabel: string;
  /** The exact one first. */
  readonly sums: readonly number[];
  readonly chosen: number | undefined;
  readonly onChoose: (minor: number) => void;
}

export function QuickTenders(props: QuickTendersProps): ReactNode {
  const { currency, firstLabel, sums, chosen, onChoose } = props;
  const { amount } = useWords();
  return (
    <div className="quick-tenders">
      {sums.map((minor, index) => (
        <button
          key={minor}
          type="button"
          className="quick-tender"
          aria-pressed={minor === chosen}
          onClick={() => onChoose(minor)}
        >
          {index === 0 ? <small>{firstLabel} </small> : null}
          {amount(minor, currency, { isShort: true })}
        </button>
      ))}
    </div>
  );
}

interface CashReceivedProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly placeholder: string;
}

export function CashReceived(props: CashReceivedProps): ReactNode {
  const { label, text, onText, placeholder } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  return (
    <label className="cash-received">
      <span className="caption-label">{label}</span>
      <input
        ref={input}
        inputMode="none"
        autoComplete="off"
        value={text}
        placeholder={placeholder}
        onChange={(event) => onText(event.target.value.replace(/[^\d.,]/g, ''))}
      />
    </label>
  );
}
