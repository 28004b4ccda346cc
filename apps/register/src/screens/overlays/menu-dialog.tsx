/** Where else one can go from a sale. */
import type { ReactNode } from 'react';
import { useApp, useKept, useTill, useWords } from '../../app/app.ts';
import type { Place } from '../../app/navigation.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { IconName } from '../../parts/icon.tsx';
import type { MessageKey } from '../../words/words.ts';

interface Item {
  readonly icon: IconName;
  readonly key: Extract<MessageKey, `menu.${string}`>;
  readonly place: Place;
  readonly isForOpenDrawer: boolean;
}

const items: readonly Item[] = [
  { icon: 'cash-register', key: 'menu.sell', place: { at: 'sell' }, isForOpenDrawer: true },
  { icon: 'history', key: 'menu.history', place: { at: 'history' }, isForOpenDrawer: false },
  {
    icon: 'receipt-refund',
    key: 'menu.looseRefund',
    place: { at: 'loose-refund' },
    isForOpenDrawer: true,
  },
  { icon: 'cash', key: 'menu.drawer', place: { at: 'drawer' }, isForOpenDrawer: true },
  { icon: 'report', key: 'menu.close', place: { at: 'close' }, isForOpenDrawer: true },
  { icon: 'list-check', key: 'menu.attention', place: { at: 'attention' }, isForOpenDrawer: false },
  { icon: 'settings', key: 'menu.settings', place: { at: 'settings' }, isForOpenDrawer: false },
];

export function MenuDialog(): ReactNode {
  const { navigation, till } = useApp();
  const { say } = useWords();
  const isOpen = useTill((state) => state.session !== null);
  const attention = useKept().filter(({ state }) => state === 'attention').length;
  return (
    <Dialog title={say('header.menu')} onClose={navigation.close} look="side">
      <nav className="menu" aria-label={say('header.menu')}>
        {items
          .filter(({ isForOpenDrawer }) => isOpen || !isForOpenDrawer)
          .map(({ icon, key, place }) => (
            <button
              key={key}
              type="button"
              className="menu-item"
              onClick={() => navigation.go(place)}
            >
              <Icon name={icon} size={22} />
              <span>{say(key)}</span>
              {place.at === 'attention' && attention > 0 ? (
                <span className="badge person">{attention}</span>
              ) : null}
            </button>
          ))}
        {isOpen ? (
          <button
            type="button"
            className="menu-item"
            onClick={() => navigation.open({ kind: 'no-sale' })}
          >
            <Icon name="cash-register" size={22} />
            <span>{say('noSale.title')}</span>
            <kbd className="hint">*</kbd>
          </button>
        ) : null}
        <button
          type="button"
          className="menu-item"
          onClick={() => navigation.open({ kind: 'keys' })}
        >
          <Icon name="keyboard" size={22} />
          <span>{say('menu.keys')}</span>
          <kbd className="hint">?</kbd>
        </button>
        <button
          type="button"
          className="menu-item"
          onClick={() => {
            till.people.stepDown();
            navigation.go({ at: 'sell' });
          }}
        >
          <Icon name="lock" size={22} />
          <span>{say('menu.lock')}</span>
        </button>
      </nav>
    </Dialog>
  );
}
