/** One field for names, codes and barcodes. Enter adds the first that was found. */
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { useDeviceSettings } from '../../app/use-devices.ts';
import type { Product } from '../../catalogue/catalogue.ts';
import { IconButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';

const SEARCH_FIELD = 'search-field';

export interface SearchFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What Enter adds; undefined while nothing was found. */
  readonly first: Product | undefined;
}

export function SearchField({ text, onText, first }: SearchFieldProps): ReactNode {
  const { till, navigation } = useApp();
  const { hasCamera } = useDeviceSettings();
  const { say } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const clear = (): void => {
    onText('');
    input.current?.focus();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (text === '') input.current?.blur();
      onText('');
      event.stopPropagation();
    } else if (event.key === 'Enter' && text.trim() !== '') {
      // A barcode typed by hand is exact, and comes before whatever contains its digits.
      if (/^\d{6,}$/.test(text.trim())) void till.selling.scan(text.trim());
      else if (first !== undefined) till.selling.addProduct(first);
      else return;
      onText('');
    }
  };
  return (
    <div className="search" role="search">
      <Icon name="search" size={22} />
      <input
        ref={input}
        id={SEARCH_FIELD}
        type="text"
        inputMode="search"
        enterKeyHint="done"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        aria-label={say('sell.search')}
        placeholder={say('sell.searchHint')}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={keyed}
      />
      {hasCamera && text === '' ? (
        <IconButton
          name="scan"
          label={say('camera.open')}
          onClick={() => navigation.open({ kind: 'camera' })}
        />
      ) : null}
      {text === '' ? (
        <kbd className="hint">/</kbd>
      ) : (
        <IconButton name="x" label={say('sell.clearSearch')} onClick={clear} />
      )}
    </div>
  );
}
