/** Every key, and what it does. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { Dialog } from '../../parts/dialog.tsx';
import type { MessageKey } from '../../words/words.ts';

const keys: readonly (readonly [string, Extract<MessageKey, `keys.${string}`>])[] = [
  ['/', 'keys.search'],
  ['F2', 'keys.customer'],
  ['F3', 'keys.discount'],
  ['F4', 'keys.park'],
  ['F6', 'keys.quantity'],
  ['F7', 'keys.coupon'],
  ['F8', 'keys.price'],
  ['F9', 'keys.pay'],
  ['F10', 'keys.menu'],
  ['*', 'keys.drawer'],
  ['↑ ↓', 'keys.lines'],
  ['+ −', 'keys.step'],
  ['0–9', 'keys.digits'],
  ['Del', 'keys.remove'],
  ['Ctrl Z', 'keys.undo'],
  ['Enter', 'keys.enter'],
  ['Esc', 'keys.back'],
  ['?', 'keys.help'],
];

export function KeysDialog(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  return (
    <Dialog title={say('menu.keys')} onClose={navigation.close}>
      <dl className="key-list">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="hint shown">{key}</kbd>
            </dt>
            <dd>{say(what)}</dd>
          </div>
        ))}
      </dl>
      <p className="told">{say('keys.scanner')}</p>
    </Dialog>
  );
}
