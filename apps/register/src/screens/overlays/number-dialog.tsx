/** A number for something: typed on keys or pressed on the pad, and one button that says it all. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { typedWith } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Keypad } from '../../parts/keypad.tsx';

export interface NumberDialogProps {
  readonly title: string;
  readonly label: string;
  readonly unit?: string | undefined;
  readonly decimals: number;
  readonly start: string;
  readonly help?: string | undefined;
  readonly action: string;
  /** Undefined: the number is none, or not allowed. */
  readonly flawOf: (text: string) => string | undefined;
  readonly onNumber: (text: string) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function NumberDialog(props: NumberDialogProps): ReactNode {
  const { title, label, unit, decimals, start, help, action, flawOf, onNumber, onClose } = props;
  const [text, setText] = useState(start);
  // What stands there at first is replaced by the first digit, as if it were selected.
  const [isFresh, setFresh] = useState(true);
  const flaw = text === '' ? undefined : flawOf(text);
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text !== '' && flaw === undefined) onNumber(text);
  };
  const press = (digits: string): void => {
    setText((now) => typedWith(isFresh ? '' : now, digits, decimals));
    setFresh(false);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="number-form" onSubmit={send}>
        {props.children}
        <Field
          label={label}
          unit={unit}
          inputMode="decimal"
          data-autofocus
          value={text}
          help={help}
          flaw={flaw}
          inputRef={(input) => {
            if (isFresh) input?.select();
          }}
          onChange={(event) => {
            setFresh(false);
            setText(event.target.value.replace(/[^\d.,]/g, ''));
          }}
        />
        <Keypad
          corner={decimals === 0 ? '00' : '.'}
          onDigit={press}
          onDelete={() => {
            setFresh(false);
            setText((now) => (isFresh ? '' : now.slice(0, -1)));
          }}
        />
        <Button isSubmit look="primary" size="large" disabled={text === '' || flaw !== undefined}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}
