/**
 * Tells a scanner that pretends to be a keyboard from a person at one, by when keys were pressed.
 * Nobody presses six keys with less than 35 ms between any two; a scanner presses them all so. No
 * key is lost either way: what is held back and turns out to be typing is given back.
 */
export interface WedgeSettings {
  /** The longest time between two keys of a scanner. */
  readonly gapMs: number;
  /** Shorter than this is typing, whatever its speed. */
  readonly lengthMin: number;
  /** The keys that end a scan: `Enter`, `Tab`. */
  readonly suffixes: readonly string[];
  /**
   * A character that the scanner is set up to send first, and nobody types. With it, all that does
   * not begin so is typing, and no character of a scan ever reaches a field.
   */
  readonly prefix?: string;
  /** For scanners without a suffix: silence ends a scan of at least this many characters. */
  readonly silentLengthMin: number;
}

export const wedgeDefaults: WedgeSettings = {
  gapMs: 35,
  lengthMin: 4,
  suffixes: ['Enter', 'Tab'],
  silentLengthMin: 6,
};

export interface Press<Key> {
  /** One character, or the name of a key. */
  readonly key: string;
  /** When it was pressed, as the system saw it: not when there was time to look. */
  readonly at: number;
  readonly isInField: boolean;
  /** What is given back if it was held and is typing. */
  readonly event: Key;
}

export interface Verdict<Key> {
  /** Held before and typing after all: give them back, in order, before anything else. */
  readonly givenBack: readonly Press<Key>[];
  /** True where the key of now goes no further. */
  readonly isHeld: boolean;
  /** True where a burst may begin with this key: the field is to be remembered as it is now. */
  readonly isFirst: boolean;
  readonly scan?: { readonly text: string; readonly hasLeaked: boolean };
}

export interface BurstReader<Key> {
  readonly press: (press: Press<Key>) => Verdict<Key>;
  /** Nothing came for a while. */
  readonly silence: () => Verdict<Key>;
  /** How long to wait for silence, from now: longer, the surer it is that a scanner speaks. */
  readonly patienceMs: () => number;
}

/** A person may press two keys this close together, and shall see them at once. */
const LET_THROUGH = 2;
const PREFIXED_GAP_MS = 250;

const passedOn = { isHeld: false, isFirst: false } as const;

type Pressed<Key> = Press<Key> & { readonly isHeld: boolean };

export function burstReader<Key>(settings: WedgeSettings): BurstReader<Key> {
  const { gapMs, lengthMin, suffixes, prefix, silentLengthMin } = settings;
  let keys: Pressed<Key>[] = [];
  let isPrefixed = false;
  // Given back because nothing came for a while: what comes late may show that it was a scan.
  let resting: Pressed<Key>[] = [];

  const end = () => {
    const ended = keys;
    keys = [];
    isPrefixed = false;
    return ended;
  };
  const giveBack = () => end().filter(({ isHeld }) => isHeld);
  const takeUp = (at: number) => {
    if (keys.length === 0 && isSoonAfter(resting, at, gapMs)) keys = resting;
    resting = [];
  };
  const isContinued = (at: number) => isSoonAfter(keys, at, isPrefixed ? PREFIXED_GAP_MS : gapMs);
  const holds = ({ isInField }: Press<Key>) =>
    isPrefixed || (prefix === undefined && (!isInField || keys.length >= LET_THROUGH));

  return {
    press: (press) => {
      takeUp(press.at);
      const goesOn = isContinued(press.at);
      if (suffixes.includes(press.key)) {
        const text = isPrefixed ? keys.slice(1) : keys;
        if (goesOn && text.length >= lengthMin && (prefix === undefined || isPrefixed)) {
          end();
          return { givenBack: [], isHeld: true, isFirst: false, scan: scanOf(text) };
        }
        return { givenBack: giveBack(), ...passedOn };
      }
      const givenBack = goesOn ? [] : giveBack();
      // It presses buttons and ticks boxes, which a key that is given back late does not.
      const isButtonPress = press.key === ' ' && keys.length === 0;
      if (isButtonPress || Array.from(press.key).length !== 1) {
        return { givenBack: [...givenBack, ...giveBack()], ...passedOn };
      }
      if (keys.length === 0 && press.key === prefix) isPrefixed = true;
      const isHeld = holds(press);
      keys.push({ ...press, isHeld });
      return { givenBack, isHeld, isFirst: keys.length === 1 };
    },
    silence: () => {
      const text = isPrefixed ? keys.slice(1) : keys;
      const longEnough = isPrefixed ? lengthMin : silentLengthMin;
      const isScan = (prefix === undefined || isPrefixed) && text.length >= longEnough;
      if (!isScan) {
        resting = prefix === undefined ? keys.map((key) => ({ ...key, isHeld: false })) : [];
        return { givenBack: giveBack(), ...passedOn };
      }
      end();
      return { givenBack: [], ...passedOn, scan: scanOf(text) };
    },
    patienceMs: () =>
      isPrefixed ? PREFIXED_GAP_MS : keys.length >= silentLengthMin ? gapMs * 4 : gapMs + 10,
  };
}

function isSoonAfter<Key>(keys: readonly Press<Key>[], at: number, gapMs: number): boolean {
  const last = keys.at(-1);
  return last !== undefined && at - last.at <= gapMs;
}

function scanOf<Key>(keys: readonly Pressed<Key>[]): {
  readonly text: string;
  readonly hasLeaked: boolean;
} {
  return {
    text: keys.map(({ key }) => key).join(''),
    hasLeaked: keys.some(({ isHeld }) => !isHeld),
  };
}
