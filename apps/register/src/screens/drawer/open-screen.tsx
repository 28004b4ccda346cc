/** The beginning of a shift: what lies in the drawer before the first sale. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useCurrency, useTill, useWords } from '../../app/app.ts';
import { decimalsOf, typedMinor, typedWith } from '../../app/typed-number.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Header } from '../../parts/header.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { Toast } from '../sell/toast.tsx';

export function OpenScreen(): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const currency = useCurrency();
  const name = useTill((state) => state.cashier?.name ?? '');
  const [text, setText] = useState('');
  const floatMinor = text === '' ? 0 : typedMinor(text, currency);
  const open = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (floatMinor !== undefined) await till.drawer.openSession(floatMinor);
  };
  return (
    <div className="page">
      <Header />
      <main className="page-centre">
        <form className="card number-form" onSubmit={(event) => void open(event)}>
          <h2>{say('open.title', { name })}</h2>
          <p className="told">{say('open.told')}</p>
          <Field
            label={say('open.float')}
            unit={currency}
            inputMode="decimal"
            value={text}
            placeholder="0"
            inputRef={(input) => input?.focus()}
            flaw={floatMinor === undefined ? say('price.flaw') : undefined}
            onChange={(event) => setText(event.target.value.replace(/[^\d.,]/g, ''))}
          />
          <Keypad
            corner={decimalsOf(currency) === 0 ? '00' : '.'}
            onDigit={(digits) => setText((now) => typedWith(now, digits, decimalsOf(currency)))}
            onDelete={() => setText((now) => now.slice(0, -1))}
          />
          <Button isSubmit look="primary" size="pay" disabled={floatMinor === undefined}>
            {say('open.action')}
          </Button>
        </form>
      </main>
      <Toast />
    </div>
  );
}
