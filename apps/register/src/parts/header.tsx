/** The bar over every screen: where, who, what waits, and how the way to the server stands. */
import type { ReactNode } from 'react';
import { useApp, useFacts, useTill, useWords } from '../app/app.ts';
import { useStanding } from '../app/use-standing.ts';
import { Avatar } from './avatar.tsx';
import { IconButton } from './button.tsx';
import { Icon, Mark } from './icon.tsx';
import { PrintPill } from './print-pill.tsx';
import { SyncPill } from './sync-pill.tsx';

/** With a `title` it leads back to the sale; without one it says which shop and till this is. */
export function Header({ title, onBack }: { title?: string; onBack?: () => void }): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const back = onBack ?? (() => navigation.go({ at: 'sell' }));
  return (
    <header className="header">
      {title === undefined ? (
        <Place />
      ) : (
        <button type="button" className="header-back" onClick={back}>
          <Icon name="arrow-left" size={22} />
          <h1>{title}</h1>
        </button>
      )}
      <nav className="header-end" aria-label={say('header.nav')}>
        {title === undefined ? <Parked /> : null}
        <PrintPill />
        <SyncPill />
        <Cashier />
        <IconButton
          name="menu-2"
          label={say('header.menu')}
          onClick={() => navigation.open({ kind: 'menu' })}
        />
      </nav>
    </header>
  );
}

function Place(): ReactNode {
  const words = useWords();
  const { shopName = 'Evertill' } = useFacts();
  const { registerName } = useStanding();
  const session = useTill((state) => state.session);
  const till = registerName ?? '';
  const opened =
    session === null
      ? till
      : words.say('header.opened', { till, time: words.time(session.openedAtMs) });
  return (
    <div className="header-place">
      <Mark />
      <div>
        <h1 className="header-shop">{shopName}</h1>
        <p>{opened}</p>
      </div>
    </div>
  );
}

function Parked(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const parked = useTill((state) => state.parked.length);
  if (parked === 0) return null;
  return (
    <button
      type="button"
      className="header-button"
      onClick={() => navigation.open({ kind: 'parked' })}
    >
      <Icon name="bookmark" />
      <span className="wide-only">{say('header.parked')}</span>
      <span className="badge neutral">{parked}</span>
    </button>
  );
}

function Cashier(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const name = useTill((state) => state.cashier?.name);
  if (name === undefined) return null;
  return (
    <button
      type="button"
      className="header-button cashier"
      onClick={() => navigation.open({ kind: 'who' })}
    >
      <Avatar name={name} />
      <span className="heard">{say('header.switch', { name })}</span>
      <span className="widest-only" aria-hidden="true">
        {name}
      </span>
    </button>
  );
}
