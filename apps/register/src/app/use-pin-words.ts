/** What a PIN pad says of a PIN that is locked. */
import type { Person } from '../catalogue/catalogue.ts';
import { useApp, useWords } from './app.ts';

export interface PinWords {
  readonly sayLocked: (person: Pick<Person, 'name'>, untilMs: number) => string;
}

export function usePinWords(): PinWords {
  const { nowMs } = useApp();
  const words = useWords();
  return {
    sayLocked: ({ name }, untilMs) =>
      words.say('pin.locked', { name, time: words.moment(untilMs, nowMs()) }),
  };
}
