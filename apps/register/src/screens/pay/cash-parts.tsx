/** What both ways of taking cash have: received, likely to be handed over, going back, and keys. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useCurrency, useWords } from '../../app/app.ts';
import { decimalsOf, typedWith } from '../../app/typed-number.ts';
import { Keypad } from '../../parts/keypad.tsx';
import { Money } from '../../parts/money.tsx';
import type { PaymentFigures } from '../../till/payment.ts';

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

interface ChangeShownProps {
  readonly label: string;
  /** As they are once this cash is taken. */
  readonly figures: PaymentFigures;
}

/** What goes back, or is still open: always in the shop's own currency. */
export function ChangeShown({ label, figures }: ChangeShownProps): ReactNode {
  const currency = useCurrency();
  return (
    <div className="cash-change">
      <p className="caption-label">{label}</p>
      <Money
        minor={figures.isSettled ? figures.changeMinor : figures.openMinor}
        currency={currency}
        look="large"
        isCurrencyShown={false}
      />
    </div>
  );
}

interface CashKeysProps {
  readonly currency: string;
  readonly onType: (change: (text: string) => string) => void;
}

export function CashKeys({ currency, onType }: CashKeysProps): ReactNode {
  const decimals = decimalsOf(currency);
  return (
    <Keypad
      corner={decimals === 0 ? '00' : '.'}
      onDigit={(digits) => onType((now) => typedWith(now, digits, decimals))}
      onDelete={() => onType((now) => now.slice(0, -1))}
    />
  );
}
