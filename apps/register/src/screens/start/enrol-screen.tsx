/** A device that is no register yet: a one-time code makes it one. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { StartFrame } from './start-frame.tsx';

export function EnrolScreen(): ReactNode {
  const { office } = useApp();
  const { say } = useWords();
  const [code, setCode] = useState('');
  const [flaw, setFlaw] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const enrol = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setAsking(true);
    const answer = await office.enrol(code.trim());
    setAsking(false);
    if (answer.kind === 'refused') setFlaw(say('enrol.refused'));
    if (answer.kind === 'silent') setFlaw(say('error.silent'));
  };
  return (
    <StartFrame title={say('enrol.title')} told={say('enrol.told')}>
      <form className="start-form" onSubmit={(event) => void enrol(event)}>
        <Field
          label={say('enrol.code')}
          value={code}
          flaw={flaw}
          help={say('enrol.help')}
          autoCapitalize="characters"
          className="code-input"
          onChange={(event) => {
            setFlaw(undefined);
            setCode(event.target.value.toUpperCase());
          }}
        />
        <Button isSubmit look="primary" size="pay" disabled={code.trim().length < 4 || isAsking}>
          {say('enrol.action')}
        </Button>
      </form>
    </StartFrame>
  );
}
