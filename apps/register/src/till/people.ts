/** Who stands at the till, and whose word lets something pass: by PIN, checked on this device. */
import type { Person } from '../catalogue/catalogue.ts';
import type { PinVerifier } from '../shop-words.ts';
import { isLeader } from '../shop-words.ts';
import type { TillCore } from './core.ts';
import { pinAttempts } from './pin-attempts.ts';
import type { PinAttempts } from './pin-attempts.ts';

export type PinCheck =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly untilMs: number };

export interface People {
  readonly list: () => readonly Person[];
  readonly leaders: () => readonly Person[];
  /** Whether these digits are the person's PIN. Wrong ones are counted, and lock. */
  readonly checkPin: (person: Person, digits: string) => Promise<PinCheck>;
  readonly attempts: PinAttempts;
  /** Somebody whose PIN, or password, was right. */
  readonly stepUp: (person: Person) => void;
  readonly stepDown: () => void;
}

/** Derives the bits of a PIN; a browser's WebCrypto, or Node's. */
export type DigestPin = (digits: string, pin: PinVerifier) => Promise<string>;

export function peopleOf(core: TillCore, digestPin: DigestPin): People {
  const attempts = pinAttempts(core.keeper, core.world);
  const list = (): readonly Person[] => core.catalogue.facts().people;
  const lockOf = ({ personId }: Person): PinCheck | undefined => {
    const untilMs = attempts.lockedUntilMs(personId);
    return untilMs === null ? undefined : { kind: 'locked', untilMs };
  };
  return {
    list,
    leaders: () => list().filter(({ role, pin }) => isLeader(role) && pin !== null),
    attempts,
    checkPin: async (person, digits) => {
      const { pin, personId } = person;
      const lock = lockOf(person);
      if (lock !== undefined) return lock;
      const isRight = pin !== null && isSame(await digestPin(digits, pin), pin.verifier);
      if (isRight) {
        attempts.forget(personId);
        return { kind: 'right' };
      }
      attempts.count(personId);
      return lockOf(person) ?? { kind: 'wrong' };
    },
    stepUp: (cashier) => core.change({ cashier, notice: null }),
    stepDown: () => core.change({ cashier: null, notice: null }),
  };
}

/** In the same time wherever two digests of one length differ. */
function isSame(one: string, other: string): boolean {
  let differing = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) {
    differing |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return differing === 0;
}
