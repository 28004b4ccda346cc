/** Who stands at the till, and whose word lets something pass: by PIN, checked on this device. */
import type { Person } from '../catalogue/catalogue.ts';
import type { PinVerifier } from '../shop-words.ts';
import { isLeader } from '../shop-words.ts';
import type { TillCore } from './core.ts';

export interface People {
  readonly list: () => readonly Person[];
  readonly leaders: () => readonly Person[];
  /** Whether these digits are the person's PIN. */
  readonly isPinOf: (person: Person, digits: string) => Promise<boolean>;
  /** Somebody whose PIN, or password, was right. */
  readonly stepUp: (person: Person) => void;
  readonly stepDown: () => void;
}

/** Derives the bits of a PIN; a browser's WebCrypto, or Node's. */
export type DigestPin = (digits: string, pin: PinVerifier) => Promise<string>;

export function peopleOf(core: TillCore, digestPin: DigestPin): People {
  const list = (): readonly Person[] => core.catalogue.facts().people;
  return {
    list,
    leaders: () => list().filter(({ role, pin }) => isLeader(role) && pin !== null),
    isPinOf: async ({ pin }, digits) => {
      if (pin === null) return false;
      return (await digestPin(digits, pin)) === pin.verifier;
    },
    stepUp: (cashier) => core.change({ cashier, notice: null }),
    stepDown: () => core.change({ cashier: null, notice: null }),
  };
}
