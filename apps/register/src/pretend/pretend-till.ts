/** A till of the pretend shop, with a clock that stands still and ids that count. */
import { makeTill } from '../till.ts';
import type { Till } from '../till.ts';
import { memoryJournal } from '../till/memory-journal.ts';
import type { MemoryJournal } from '../till/memory-journal.ts';
import type { Keeper } from '../till/till-state.ts';
import type { MemoryCatalogue } from '../catalogue/memory-catalogue.ts';
import { PRETEND_NOW_MS, pretendCatalogue, pretendPeople } from './pretend-shop.ts';

export interface PretendTill {
  readonly till: Till;
  readonly catalogue: MemoryCatalogue;
  readonly journal: MemoryJournal;
  readonly keeper: Keeper;
  readonly advance: (ms: number) => void;
}

export function memoryKeeper(kept: Record<string, unknown> = {}): Keeper {
  return {
    read: (name) => kept[name],
    write: (name, value) => {
      kept[name] = structuredClone(value);
    },
  };
}

export interface PretendTillOptions {
  readonly keeper?: Keeper;
  readonly journal?: MemoryJournal;
  /** Nobody stands there yet. */
  readonly isUnattended?: boolean;
  /** Ids are counted from here: those of a till that starts again are not those of before. */
  readonly idsFrom?: number;
}

export function pretendTill(options: PretendTillOptions = {}): PretendTill {
  const catalogue = pretendCatalogue();
  const journal = options.journal ?? memoryJournal('T2');
  const keeper = options.keeper ?? memoryKeeper();
  let nowMs = PRETEND_NOW_MS;
  let ids = options.idsFrom ?? 0;
  const world = {
    nowMs: () => nowMs,
    newId: () => `20000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  };
  const digestPin = async (digits: string): Promise<string> => digits;
  const till = makeTill({ catalogue, journal, keeper, world, digestPin });
  till.follow();
  const [cashier] = pretendPeople;
  if (options.isUnattended !== true && cashier !== undefined) till.people.stepUp(cashier);
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { till, catalogue, journal, keeper, advance };
}
