/** Who stands at the till: a face, then a PIN. Whoever has none signs in with a password. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useFacts, useWords } from '../../app/app.ts';
import { usePinWords } from '../../app/use-pin-words.ts';
import type { Person } from '../../catalogue/catalogue.ts';
import { Button } from '../../parts/button.tsx';
import { Faces } from '../../parts/faces.tsx';
import { PinPad } from '../../parts/pin-pad.tsx';
import { SignInForm } from './sign-in-form.tsx';

export function WhoIsThere({ onDone }: { onDone: () => void }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const { sayLocked } = usePinWords();
  const { people } = useFacts();
  const withPin = people.filter(({ pin }) => pin !== null);
  const [chosen, setChosen] = useState<Person | undefined>(withPin[0]);
  // Chosen again, a face leads back to the digits: that is where the hand goes.
  const [choices, setChoices] = useState(0);
  const choose = (person: Person): void => {
    setChosen(person);
    setChoices((count) => count + 1);
  };
  const [isByPassword, setByPassword] = useState(withPin.length === 0);
  const stepUp = (person: Person | undefined): void => {
    if (person === undefined) return;
    till.people.stepUp(person);
    onDone();
  };
  if (isByPassword) {
    return (
      <div className="who-password">
        <SignInForm
          onDone={(id) => {
            void till.ports.catalogue.refresh().then(() => {
              stepUp(till.people.list().find(({ personId }) => personId === id));
            });
          }}
        />
        {withPin.length === 0 ? null : (
          <Button look="quiet" onClick={() => setByPassword(false)}>
            {say('who.byPin')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="who">
      <Faces label={say('who.title')} people={withPin} chosen={chosen} onChoose={choose}>
        <Button look="quiet" icon="login" onClick={() => setByPassword(true)}>
          {say('who.byPassword')}
        </Button>
      </Faces>
      {chosen === undefined ? null : (
        <PinPad
          key={`${chosen.personId}/${String(choices)}`}
          label={say('pin.of', { name: chosen.name })}
          action={say('who.action')}
          onPin={async (digits) => {
            const check = await till.people.checkPin(chosen, digits);
            if (check.kind === 'right') stepUp(chosen);
            if (check.kind === 'locked') return sayLocked(chosen, check.untilMs);
            return check.kind === 'right' ? null : say('pin.wrong');
          }}
        />
      )}
    </div>
  );
}
