/** Who a customer is: a name, and a number if there is one. The same form makes and amends. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';

export interface CustomerFormProps {
  readonly start: { readonly name: string; readonly phone: string };
  readonly action: string;
  /** The name without spaces around it; of the number digits and a plus, or null. */
  readonly onReady: (name: string, phone: string | null) => void;
}

export function CustomerForm({ start, action, onReady }: CustomerFormProps): ReactNode {
  const { say } = useWords();
  const [name, setName] = useState(start.name);
  const [phone, setPhone] = useState(start.phone);
  const number = phone.replace(/[\s()-]/g, '');
  const isPhoneWrong = number !== '' && !/^\+?\d{7,15}$/.test(number);
  const isReady = name.trim() !== '' && !isPhoneWrong;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isReady) onReady(name.trim(), number === '' ? null : number);
  };
  return (
    <form className="number-form" onSubmit={submit}>
      <Field
        label={say('customer.name')}
        data-autofocus
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={say('customer.phone')}
        value={phone}
        inputMode="tel"
        flaw={isPhoneWrong ? say('customer.phoneFlaw') : undefined}
        help={say('customer.phoneHelp')}
        onChange={(event) => setPhone(event.target.value)}
      />
      <Button isSubmit look="primary" size="large" disabled={!isReady}>
        {action}
      </Button>
    </form>
  );
}
