/**
 * Where a device keeps its journal: two places, as a browser has them. The tab may die at any step
 * of a transaction, and one of the places may be taken for damaged when the browser starts again.
 */
import type { Dice } from '@evertill/rig';
import type * as engine from '@evertill/sync';
import type { Troubles } from './troubles.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Engine = typeof engine;

export interface Places {
  readonly disk: engine.MemoryDisk;
  /** The second place. */
  readonly twin: engine.MemoryDisk;
  /** To which something was on its way last, unless it got there. */
  writing: engine.MemoryDisk | undefined;
}

interface Writer {
  readonly sync: Engine;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly troubles: () => Troubles;
  /** Of the tab that writes. */
  readonly life: { readonly isAlive: () => boolean; readonly kill: () => void };
  readonly after: engine.World['after'];
}

class TabKilled extends Error {}

export function journalOn(places: Places, writer: Writer): Promise<engine.JournalStorage> {
  const placeOn = (disk: engine.MemoryDisk): engine.JournalStorage =>
    writer.sync.memoryJournal({
      disk,
      onStep: (step) => {
        if (step === 'commit') places.writing = disk;
        if (step === 'complete' && places.writing === disk) places.writing = undefined;
        return stepOf(writer, step);
      },
    });
  return writer.sync.twinJournal({
    first: placeOn(places.disk),
    second: placeOn(places.twin),
    wait: (delayMs) =>
      new Promise((resolve) => {
        writer.after(delayMs, resolve);
      }),
  });
}

/** Between the last step and the disk's word is where death hurts most. */
function stepOf(
  { dice, time, troubles, life: { isAlive, kill } }: Writer,
  step: string,
): Promise<void> | undefined {
  const { killedAtStep, slowDisk } = troubles();
  if (isAlive() && dice.chance() < killedAtStep * (step === 'commit' ? 5 : 1)) kill();
  if (!isAlive()) throw new TabKilled(`died at ${step}`);
  if (step !== 'commit' || dice.chance() >= slowDisk) return undefined;
  const delayMs = dice.between(10, 900);
  if (dice.chance() < killedAtStep * 20) time.after(delayMs / 2, kill);
  return new Promise((resolve, reject) => {
    time.after(delayMs, () => {
      // What is on its way to the disk when its tab dies never gets there.
      if (isAlive()) resolve();
      else reject(new TabKilled('died at its disk'));
    });
  });
}

/** Nobody may be writing any more. Answers which place is lost. */
export function tearOne(
  { disk, twin, writing }: Places,
  { sync, dice }: Pick<Writer, 'sync' | 'dice'>,
): 'first' | 'second' {
  // The one to which it was writing; where it was not, of two that differ the one behind.
  const ahead = disk.head.turn - twin.head.turn;
  const behind = ahead > 0 ? twin : disk;
  const torn = writing ?? (ahead === 0 ? dice.pick([disk, twin]) : behind);
  Object.assign(torn, sync.memoryDisk());
  return torn === disk ? 'first' : 'second';
}
