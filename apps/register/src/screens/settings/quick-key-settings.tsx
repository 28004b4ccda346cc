/** Which products have a key of their own over the tiles, and in which order. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, usePreferences, useWords } from '../../app/app.ts';
import type { Product } from '../../catalogue/catalogue.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';

const QUICK_KEYS_MAX = 16;
const OFFERED = 6;

export function QuickKeySettings(): ReactNode {
  const { till, preferences } = useApp();
  const { quickKeys } = usePreferences();
  const { say } = useWords();
  const [text, setText] = useState('');
  const chosen = useAsked(() => till.ports.catalogue.listQuickKeys(quickKeys), [till, quickKeys]);
  const found = useAsked(() => till.ports.catalogue.search(text, OFFERED), [till, text]);
  const set = (ids: readonly string[]): void => preferences.setState({ quickKeys: ids });
  return (
    <section className="card setting-group">
      <h2>{say('sell.quickKeys')}</h2>
      <ul className="chosen-keys">
        {chosen.map(({ productId, name }) => (
          <li key={productId}>
            <span>{name}</span>
            <IconButton
              name="x"
              label={say('settings.removeKey', { name })}
              onClick={() => set(quickKeys.filter((id) => id !== productId))}
            />
          </li>
        ))}
      </ul>
      <Field
        label={say('settings.addKey')}
        value={text}
        help={say('settings.addKeyHelp', { max: QUICK_KEYS_MAX })}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="quick-rates">
        {found
          .filter(({ productId }) => !quickKeys.includes(productId))
          .map(({ productId, name }) => (
            <Button
              key={productId}
              icon="plus"
              disabled={quickKeys.length >= QUICK_KEYS_MAX}
              onClick={() => set([...quickKeys, productId])}
            >
              {name}
            </Button>
          ))}
      </div>
    </section>
  );
}

function useAsked(
  ask: () => Promise<readonly Product[]>,
  on: readonly unknown[],
): readonly Product[] {
  const [products, setProducts] = useState<readonly Product[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void ask().then((found) => {
      if (isCurrent) setProducts(found);
    });
    return () => {
      isCurrent = false;
    };
    // Asked anew when what it is asked with changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, on);
  return products;
}
