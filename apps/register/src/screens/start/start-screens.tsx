/** What comes before a sale: sign in, wait for the first copy, say who is there. */
import type { ReactNode } from 'react';
import { useFacts, useSync, useWords } from '../../app/app.ts';
import { StartFrame } from './start-frame.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { WhoIsThere } from './who-is-there.tsx';

export function SignInScreen(): ReactNode {
  const { say } = useWords();
  return (
    <StartFrame title={say('signIn.title')} told={say('signIn.told')}>
      <SignInForm onDone={() => undefined} />
    </StartFrame>
  );
}

export function LoadingScreen(): ReactNode {
  const { say } = useWords();
  const { line } = useSync();
  const { productsCount } = useFacts();
  return (
    <StartFrame
      title={say('loading.title')}
      told={say(line === 'offline' ? 'loading.offline' : 'loading.told')}
    >
      <p className="loading-count" role="status">
        {say('sell.productsHere', { count: productsCount })}
      </p>
    </StartFrame>
  );
}

export function WhoScreen(): ReactNode {
  const { say } = useWords();
  const { shopName } = useFacts();
  return (
    <StartFrame title={shopName ?? say('who.title')} told={say('who.title')}>
      <WhoIsThere onDone={() => undefined} />
    </StartFrame>
  );
}
