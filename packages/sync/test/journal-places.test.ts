/**
 * Deaths in a row, at any step, over places that behave as Chromium's do: what a death tore in the
 * middle of a write can be read once more, and is empty at the start after that.
 */
import { diceOf } from '@evertill/rig';
import type { Dice } from '@evertill/rig';
import { describe, expect, it, test } from 'vitest';
import { listAll, memoryDisk, memoryJournal, twinJournal } from '../src/index.ts';
import type { JournalStorage, JournalWrite, KeptOperation, MemoryDisk } from '../src/index.ts';
import { openPlaces, placesAmong } from '../src/journal-places.ts';
import type { Places, PlacesPort, WhileAlone } from '../src/journal-places.ts';
import { startJournal } from '../src/journal-start.ts';
import { countedJournal } from '../src/twin-journal.ts';
import { settled, sketch } from './sketches.ts';

class Death extends Error {}

interface MortalPlace {
  readonly disk: MemoryDisk;
  isWriting: boolean;
  isTorn: boolean;
}

/** A browser's buckets over many starts of it. */
class Device {
  readonly places = new Map<string, MortalPlace>();
  /** So many steps from now it dies. */
  stepsLeft = Infinity;
  private rests = 0;
  private deaths = 0;

  /** Of the browser that runs now: what a death left half done does not come to life again. */
  get port(): PlacesPort {
    const { deaths } = this;
    const step = async (): Promise<void> => {
      if (deaths !== this.deaths) throw new Death();
      await this.step();
      if (deaths !== this.deaths) throw new Death();
    };
    return {
      names: async () => [...this.places.keys()],
      open: async (name) => {
        await step();
        const place = this.places.get(name) ?? fresh();
        this.places.set(name, place);
        return this.journalOn(place);
      },
      remove: async (name) => {
        await step();
        this.places.delete(name);
      },
    };
  }

  /** Behind what was begun before: two that write go on in turn. */
  async step(): Promise<void> {
    await Promise.resolve();
    this.stepsLeft -= 1;
    if (this.stepsLeft <= 0) throw new Death();
  }

  /** A moment of quiet; some never come. */
  async rest(): Promise<void> {
    this.rests += 1;
    if (this.rests % 3 === 0) await new Promise(() => undefined);
    for (let steps = 0; steps < 30; steps += 1) await Promise.resolve();
  }

  /** The browser is gone: what was being written is torn, and what was torn before is lost. */
  die(): void {
    this.stepsLeft = Infinity;
    this.deaths += 1;
    for (const [name, place] of this.places) {
      if (place.isTorn) this.places.set(name, fresh());
      place.isTorn = place.isWriting;
      place.isWriting = false;
      place.disk.turn = Promise.resolve();
    }
  }

  private journalOn(place: MortalPlace): JournalStorage {
    const { deaths } = this;
    return memoryJournal({
      disk: place.disk,
      onStep: async (step) => {
        // What waited for a moment of quiet when its browser died does not come to life again.
        if (deaths !== this.deaths || this.stepsLeft <= 0) throw new Death();
        if (/^put|^remove|^commit/.test(step)) place.isWriting = true;
        await this.step();
        if (step === 'complete') place.isWriting = false;
      },
    });
  }
}

const fresh = (): MortalPlace => ({
  disk: memoryDisk(),
  isWriting: false,
  isTorn: false,
});

type Start = (device: Device) => Promise<JournalStorage>;

const alone: WhileAlone = (work) => work();

/** As soon as it can be read: whatever is written waits for its place. */
function startOn(
  device: Device,
  { port = device.port, whileAlone }: { port?: PlacesPort; whileAlone?: WhileAlone } = {},
): Promise<JournalStorage> {
  return new Promise((resolve, reject) => {
    startJournal({
      ...{ port, prefix: 'journal', whileAlone: whileAlone ?? alone },
      over: async (places) => ({ journal: await twinOver(places, device) }),
      onReadable: resolve,
    }).then(({ journal }) => {
      resolve(journal);
    }, reject);
  });
}

const anew: Start = (device) => startOn(device);
/** As it was before: the same two for ever, one filled from the other. */
const forEver: Start = async (device) => {
  const { port } = device;
  const [one, other] = ['journal-1-a', 'journal-1-b'];
  const places = {
    first: { name: one, journal: await port.open(one) },
    second: { name: other, journal: await port.open(other) },
  };
  return twinOver(places, device);
};

const twinOver = (
  { first, second }: Pick<Places, 'first' | 'second'>,
  device: Device,
): Promise<JournalStorage> =>
  second === undefined
    ? Promise.resolve(countedJournal(first.journal))
    : twinJournal({
        first: first.journal,
        second: second.journal,
        wait: () => device.rest(),
      });

interface Outcome {
  readonly acknowledged: number;
  readonly lost: number;
}

/** What becomes of sales over so many deaths. */
async function sellThrough(deaths: number, start: Start, dice: Dice): Promise<Outcome> {
  const device = new Device();
  const acknowledged: string[] = [];
  let seq = 0;
  for (let death = 0; death < deaths; death += 1) {
    // Often in the middle of a start.
    device.stepsLeft = dice.between(1, dice.pick([20, 60, 200]));
    try {
      const journal = await start(device);
      for (;;) {
        seq += 1;
        const operation = sketch({ epoch: 1, seq });
        await journal.write(async (tx) => {
          await tx.put(operation);
          await tx.putHead({ ...(await tx.head()), seq: operation.place.seq });
        });
        acknowledged.push(operation.id);
        // It may be forgotten: the server says so again.
        const settle = sketch({ epoch: 1, seq: dice.between(1, seq) }, { fate: settled });
        await journal.write((tx) => settleIn(tx, settle), { mayLag: true });
      }
    } catch (error) {
      if (!(error instanceof Death)) throw error;
    }
    device.die();
  }
  const journal = await start(device);
  const kept = new Set((await journal.read(listAll)).map(({ id }) => id));
  const lost = acknowledged.filter((id) => !kept.has(id)).length;
  return { acknowledged: acknowledged.length, lost };
}

async function settleIn(tx: JournalWrite, operation: KeptOperation): Promise<void> {
  if ((await tx.find(operation.id)) !== undefined) await tx.put(operation);
}

async function sellManyTimes(start: Start): Promise<Outcome> {
  const sum = { acknowledged: 0, lost: 0 };
  for (let seed = 1; seed <= 60; seed += 1) {
    const { acknowledged, lost } = await sellThrough(40, start, diceOf(seed));
    sum.acknowledged += acknowledged;
    sum.lost += lost;
  }
  return sum;
}

describe('deaths in a row', () => {
  it('lose nothing where the places are made anew at every start', async () => {
    const { acknowledged, lost } = await sellManyTimes(anew);
    expect(acknowledged).toBeGreaterThan(1_000);
    expect(lost).toBe(0);
  });

  it('lose much where a torn place is written to again', async () => {
    expect((await sellManyTimes(forEver)).lost).toBeGreaterThan(100);
  });
});

const put = (journal: JournalStorage, seq: number): Promise<void> =>
  journal.write((tx) => tx.put(sketch({ epoch: 1, seq })));
const queued = (journal: JournalStorage): Promise<number> =>
  journal.read((tx) => tx.count('queued'));

/** The names of the places, once nothing moves any more. */
async function placesOf(device: Device): Promise<readonly string[]> {
  for (let steps = 0; steps < 200; steps += 1) await Promise.resolve();
  return [...device.places.keys()];
}

test('the places of an earlier start are gone once the new ones are made', async () => {
  const device = new Device();
  await put(await anew(device), 1);
  await put(await anew(device), 2);
  expect(await placesOf(device)).toEqual(['journal-2-a', 'journal-2-b']);
  const there = placesAmong(await openPlaces(device.port));
  expect([there?.first.name, there?.second?.name]).toEqual(['journal-2-a', 'journal-2-b']);
});

test('what is kept is read before it has been copied, and again in its new place', async () => {
  const device = new Device();
  const before = await anew(device);
  for (let seq = 1; seq <= 250; seq += 1) await put(before, seq);
  const journal = await anew(device);
  expect(await queued(journal)).toBe(250);
  expect([...device.places.keys()]).toContain('journal-1-a');
  const slow = journal.read(async (tx) => tx.list({ fate: 'queued' }));
  await put(journal, 251);
  expect(await slow).toHaveLength(250);
  expect(await queued(journal)).toBe(251);
  expect(await placesOf(device)).toEqual(['journal-2-a', 'journal-2-b']);
  expect(await queued(await anew(device))).toBe(251);
});

test('another tab came while they were made: both sell in the old ones', async () => {
  const device = new Device();
  await put(await anew(device), 1);
  const late = await startOn(device, { whileAlone: () => Promise.resolve(false) });
  await put(late, 2);
  expect(await placesOf(device)).toEqual(['journal-1-a', 'journal-1-b']);
  expect(await queued(late)).toBe(2);
});

test('another tab came, sold and went while they were made: its sale is there', async () => {
  const device = new Device();
  await put(await anew(device), 1);
  const late = await startOn(device, {
    whileAlone: async (work) => {
      const [first] = await openPlaces(device.port);
      await put(countedJournal(first!.journal), 2);
      return work();
    },
  });
  await put(late, 3);
  expect(await placesOf(device)).toEqual(['journal-1-a', 'journal-1-b']);
  expect(await queued(late)).toBe(3);
});

test('a copy that was broken off is never taken for a place', async () => {
  const device = new Device();
  const before = await anew(device);
  for (let seq = 1; seq <= 150; seq += 1) await put(before, seq);
  // The first piece is there, the second is not.
  device.stepsLeft = 130;
  await expect(put(await anew(device), 151)).rejects.toThrow();
  expect([...device.places.keys()]).toContain('journal-2-a');
  device.die();
  expect(await queued(await anew(device))).toBe(150);
});

test('without room for new ones it goes on in the one that came furthest', async () => {
  const device = new Device();
  await put(await anew(device), 1);
  const { port } = device;
  const full: PlacesPort = {
    ...port,
    open: async (name) => {
      const journal = await port.open(name);
      if (!name.includes('-2-')) return journal;
      return { ...journal, write: () => Promise.reject(new Error('no room')) };
    },
  };
  const journal = await startOn(device, { port: full });
  await put(journal, 2);
  expect(await placesOf(device)).toEqual(['journal-1-a', 'journal-1-b']);
  // Counted, as where there are two: the next start takes the one with the sale.
  expect(await queued(await anew(device))).toBe(2);
});
