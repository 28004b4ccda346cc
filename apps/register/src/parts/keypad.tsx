/** Digits to press. They act when the finger comes down. */
import { useRef } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import { useWords } from '../app/app.ts';
import { Icon } from './icon.tsx';

const rows = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface KeypadProps {
  /** A digit, `00`, or `.`. */
  readonly onDigit: (digits: string) => void;
  readonly onDelete: () => void;
  /** What stands to the left of the zero. */
  readonly corner: '00' | '.' | null;
}

export function Keypad({ onDigit, onDelete, corner }: KeypadProps): ReactNode {
  const { say } = useWords();
  return (
    <div className="keypad" dir="ltr">
      {rows.map((digit) => (
        <Key key={digit} onPress={() => onDigit(digit)}>
          {digit}
        </Key>
      ))}
      {corner === null ? <span /> : <Key onPress={() => onDigit(corner)}>{corner}</Key>}
      <Key onPress={() => onDigit('0')}>0</Key>
      <Key onPress={onDelete} label={say('common.deleteDigit')}>
        <Icon name="backspace" size={26} />
      </Key>
    </div>
  );
}

interface KeyProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly label?: string;
}

function Key({ onPress, children, label }: KeyProps): ReactNode {
  const wasPointer = useRef(false);
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    wasPointer.current = true;
    onPress();
  };
  // A press by key or by an assistive tool comes as a click alone.
  const click = (): void => {
    if (!wasPointer.current) onPress();
    wasPointer.current = false;
  };
  return (
    <button
      type="button"
      className="key"
      aria-label={label}
      tabIndex={-1}
      onPointerDown={down}
      onClick={click}
    >
      {children}
    </button>
  );
}
