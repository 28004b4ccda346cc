/** Which key does what. Pure, so that the list under `?` can be held to it. */

export interface Command {
  readonly does:
    | 'search'
    | 'customer'
    | 'discount'
    | 'coupon'
    | 'park'
    | 'quantity'
    | 'price'
    | 'pay'
    | 'menu'
    | 'drawer'
    | 'back'
    | 'next'
    | 'previous'
    | 'more'
    | 'less'
    | 'digit'
    | 'remove'
    | 'undo'
    | 'help';
  readonly digit: string;
}

type Does = Command['does'];

const named: Readonly<Record<string, Does>> = {
  F2: 'customer',
  F3: 'discount',
  F4: 'park',
  F6: 'quantity',
  F7: 'coupon',
  F8: 'price',
  F9: 'pay',
  F10: 'menu',
};

const outsideFields: Readonly<Record<string, Does>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Delete: 'remove',
};

const characters: Readonly<Record<string, Does>> = {
  '/': 'search',
  '*': 'drawer',
  '?': 'help',
  '+': 'more',
  '-': 'less',
};

export interface Around {
  /** The focus is in a field: letters are for it. */
  readonly isTyping: boolean;
  /** Something lies over the screen: keys are for it. */
  readonly isCovered: boolean;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export function commandOf(pressed: Pressed, around: Around): Command | undefined {
  const { key, ctrlKey, altKey, metaKey } = pressed;
  if (around.isCovered || altKey) return undefined;
  if (ctrlKey || metaKey) {
    return key.toLowerCase() === 'z' && !around.isTyping ? command('undo') : undefined;
  }
  if (key === 'Escape') return command('back');
  const everywhere = named[key];
  if (everywhere !== undefined) return command(everywhere);
  if (around.isTyping) return undefined;
  const does = outsideFields[key];
  if (does !== undefined) return command(does);
  const character = characters[key];
  if (character !== undefined) return command(character);
  return /^\d$/.test(key) ? { does: 'digit', digit: key } : undefined;
}

function command(does: Does): Command {
  return { does, digit: '' };
}
