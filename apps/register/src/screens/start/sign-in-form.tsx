/** The log-in that speaks to the server for this device. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { OfficeAnswer } from '../../app/office.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import type { Say } from '../../words/words.ts';

export function SignInForm({ onDone }: { onDone: (personId: string) => void }): ReactNode {
  const { office } = useApp();
  const { say } = useWords();
  const [phoneNumber, setPhone] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string>();
  const [flaw, setFlaw] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const logIn = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setAsking(true);
    const second = code === undefined || code === '' ? {} : { code };
    const answer = await office.logIn({ phoneNumber: phoneNumber.trim(), password, ...second });
    setAsking(false);
    if (answer.kind === 'ok') onDone(answer.value.personId);
    else if (answer.kind === 'refused' && answer.code.startsWith('mfa')) setCode('');
    else setFlaw(flawOf(answer, say));
  };
  return (
    <form className="start-form" onSubmit={(event) => void logIn(event)}>
      <Field
        label={say('signIn.phone')}
        value={phoneNumber}
        inputMode="tel"
        autoComplete="username"
        onChange={(event) => setPhone(event.target.value)}
      />
      <Field
        label={say('signIn.password')}
        type="password"
        value={password}
        autoComplete="current-password"
        flaw={flaw}
        onChange={(event) => {
          setFlaw(undefined);
          setPassword(event.target.value);
        }}
      />
      {code === undefined ? null : (
        <Field
          label={say('signIn.code')}
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Button
        isSubmit
        look="primary"
        size="pay"
        disabled={phoneNumber.trim() === '' || password === '' || isAsking}
      >
        {say('signIn.action')}
      </Button>
    </form>
  );
}

function flawOf(answer: Exclude<OfficeAnswer<unknown>, { kind: 'ok' }>, say: Say): string {
  if (answer.kind === 'silent') return say('error.silent');
  if (answer.code === 'account_locked') return say('signIn.locked');
  return say('signIn.refused');
}
