/** A PIN: dots that fill, and digits to press or to type. It is checked at its last digit. */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useWords } from '../app/app.ts';
import { Keypad } from './keypad.tsx';
import { Button } from './button.tsx';

const PIN_MIN = 4;
const PIN_MAX = 8;

export interface PinPadProps {
  readonly label: string;
  readonly action: string;
  readonly look?: 'primary' | 'danger-solid';
  /** What there is to say against it; null when it was right. */
  readonly onPin: (digits: string) => Promise<string | null>;
}

export function PinPad({ label, action, onPin, look = 'primary' }: PinPadProps): ReactNode {
  const { say } = useWords();
  const [digits, setDigits] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => pad.current?.focus({ preventScroll: true }), []);
  const add = (more: string): void => setDigits((now) => (now + more).slice(0, PIN_MAX));
  const send = async (): Promise<void> => {
    if (digits.length < PIN_MIN || isAsking) return;
    setAsking(true);
    try {
      setRefused(await onPin(digits));
      setDigits('');
    } finally {
      setAsking(false);
    }
  };
  const typed = (event: KeyboardEvent): void => {
    if (/^\d$/.test(event.key)) add(event.key);
    else if (event.key === 'Backspace') setDigits((now) => now.slice(0, -1));
    else if (event.key === 'Enter') void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const togo = PIN_MIN - digits.length;
  const isRefused = refused !== null && digits === '';
  const told = isRefused ? refused : say('pin.toGo', { count: togo });
  return (
    <div
      className="pin-pad"
      role="group"
      aria-label={label}
      tabIndex={0}
      data-autofocus
      ref={pad}
      onKeyDown={typed}
    >
      <p className="pin-label">{label}</p>
      <p className="pin-dots" aria-label={say('pin.digits', { count: digits.length })} role="img">
        {Array.from({ length: Math.max(PIN_MIN, digits.length) }, (_, index) => (
          <span key={index} className={index < digits.length ? 'dot full' : 'dot'} />
        ))}
      </p>
      <Keypad corner={null} onDigit={add} onDelete={() => setDigits((now) => now.slice(0, -1))} />
      <Button look={look} size="large" disabled={togo > 0 || isAsking} onClick={() => void send()}>
        {action}
      </Button>
      <p className={isRefused ? 'pin-told refused' : 'pin-told'} role="status">
        {togo > 0 ? told : ' '}
      </p>
    </div>
  );
}
