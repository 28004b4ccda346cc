/** What the print queue promises, whatever keeps its jobs. */
import { describe, expect, it } from 'vitest';
import { createPrintQueue, paperText, pretendPrinter, printerProfiles } from '../src/index.ts';
import type { Clock, PretendPrinter, PrintJob, PrintQueue, PrintStore } from '../src/index.ts';
import { oneAtATime } from '../src/one-at-a-time.ts';
import { virtualClock } from './virtual-clock.ts';

const documentOf = (text: string) => ({
  title: text,
  language: 'en',
  parts: [
    { kind: 'text', text } as const,
    ...Array.from({ length: 5 }, () => ({ kind: 'rule' }) as const),
  ],
});

const jobOf = (id: string) => {
  return { id, document: documentOf(`receipt ${id}`), copy: documentOf(`COPY of ${id}`) };
};

interface Rig {
  readonly clock: Clock;
  readonly store: PrintStore;
  readonly printer: PretendPrinter;
  readonly queue: PrintQueue;
  readonly texts: () => readonly string[];
}

/** Once the queue's jobs are all in states of these kinds. */
async function until(queue: PrintQueue, ...kinds: readonly string[]): Promise<readonly PrintJob[]> {
  const { promise, resolve } = Promise.withResolvers<readonly PrintJob[]>();
  const look = (jobs: readonly PrintJob[]) => {
    const isThere = jobs.every(({ state }, index) => state.kind === (kinds[index] ?? kinds.at(-1)));
    if (isThere) resolve(jobs);
  };
  const stop = queue.watch(look);
  look(await queue.jobs());
  const jobs = await promise;
  stop();
  return jobs;
}

export function printQueueSuite(name: string, makeStore: () => Promise<PrintStore>): void {
  const rigOf = async (lines?: number): Promise<Rig> => {
    const clock = virtualClock();
    const store = await makeStore();
    const roll = lines === undefined ? {} : { lines };
    const printer = pretendPrinter({ profile: printerProfiles.wide, clock, ...roll });
    const queue = createPrintQueue({ store, printer: printer.printer, clock });
    const texts = () => paperText(printer.paper()).match(/(receipt|COPY of) .+/g) ?? [];
    return { clock, store, printer, queue, texts };
  };
  describe(`a print queue kept in ${name}`, () => {
    whatIsKept(rigOf);
    whatPeopleDo(rigOf);
    whatIsNeverDoneTwice(rigOf);
  });
}

function whatIsKept(rigOf: (lines?: number) => Promise<Rig>): void {
  it('prints in order, each once, also when it is asked twice', async () => {
    const { queue, texts } = await rigOf();
    await Promise.all(['a', 'b', 'a', 'c'].map((id) => queue.add(jobOf(id))));
    const jobs = await until(queue, 'printed');
    expect(jobs.map(({ id, tries }) => [id, tries])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
    expect(texts()).toEqual(['receipt a', 'receipt b', 'receipt c']);
  });

  it('answers a sale before anything is printed', async () => {
    const { queue, printer, texts } = await rigOf();
    printer.hands.stall();
    await queue.add(jobOf('a'));
    expect(texts()).toEqual([]);
    expect(await queue.jobs()).toHaveLength(1);
  });

  it('holds what has no paper, in its place, and prints it by itself when there is some', async () => {
    const { queue, printer, texts } = await rigOf();
    printer.hands.loadPaper(0);
    await queue.add(jobOf('a'));
    await queue.add(jobOf('b'));
    const [held] = await until(queue, 'held', 'waiting');
    expect(held?.state).toEqual({ kind: 'held', trouble: 'out_of_paper' });
    printer.hands.loadPaper(10_000);
    await until(queue, 'printed');
    expect(texts()).toEqual(['receipt a', 'receipt b']);
  });

  it('is not held up by a document that no printer takes', async () => {
    const { queue, texts } = await rigOf();
    const barcode = { kind: 'barcode', symbology: 'ean8', text: '1' } as const;
    await queue.add({ ...jobOf('a'), document: { ...documentOf('a'), parts: [barcode] } });
    await queue.add(jobOf('b'));
    const [wrong] = await until(queue, 'held', 'printed');
    expect(wrong?.state).toEqual({ kind: 'held', trouble: 'document_invalid' });
    expect(texts()).toEqual(['receipt b']);
  });

  it('keeps the last fifty that are done', async () => {
    const { queue } = await rigOf();
    for (let index = 0; index < 55; index += 1) await queue.add(jobOf(`n${index}`));
    await until(queue, 'printed');
    await queue.close();
    const jobs = await queue.jobs();
    expect([jobs.length, jobs[0]?.id, jobs.at(-1)?.id]).toEqual([50, 'n5', 'n54']);
  });
}

function whatPeopleDo(rigOf: (lines?: number) => Promise<Rig>): void {
  it('asks a person about what may have been printed, and goes on with the rest', async () => {
    const { queue, printer, texts } = await rigOf(3);
    await queue.add(jobOf('a'));
    const [doubtful] = await until(queue, 'doubtful');
    expect(doubtful).toMatchObject({ state: { trouble: 'out_of_paper' }, tries: 1 });
    printer.hands.loadPaper(10_000);
    await queue.add(jobOf('b'));
    await until(queue, 'doubtful', 'printed');
    expect(texts()).toEqual(['receipt a', 'receipt b']);
  });

  it('prints a copy when a person asks, and marks it so', async () => {
    const { queue, printer, texts } = await rigOf(3);
    await queue.add(jobOf('a'));
    await until(queue, 'doubtful');
    printer.hands.loadPaper(10_000);
    expect(await queue.reprint('a')).toBe(true);
    await until(queue, 'replaced', 'printed');
    expect(await queue.reprint('a/copy-1')).toBe(true);
    await until(queue, 'replaced', 'printed', 'printed');
    expect(texts()).toEqual(['receipt a', 'COPY of a', 'COPY of a']);
    expect(await queue.reprint('nobody')).toBe(false);
  });

  it('takes a person’s word that the paper is there, or that none is wanted', async () => {
    const { queue, printer, texts } = await rigOf(3);
    await queue.add(jobOf('a'));
    await until(queue, 'doubtful');
    await queue.settle('a');
    await queue.add(jobOf('b'));
    await until(queue, 'printed', 'held');
    await queue.drop('b');
    printer.hands.loadPaper(10_000);
    await queue.add(jobOf('c'));
    await until(queue, 'printed', 'dropped', 'printed');
    expect(texts()).toEqual(['receipt a', 'receipt c']);
  });
}

function whatIsNeverDoneTwice(rigOf: (lines?: number) => Promise<Rig>): void {
  it('does not print again what was at the printer when the register died', async () => {
    const { store, clock, printer, queue, texts } = await rigOf();
    await queue.close();
    const state = { kind: 'printing' } as const;
    await store.add({ ...jobOf('a'), state, tries: 1, addedAt: 0 });
    await store.add({ ...jobOf('b'), state: { kind: 'waiting' }, tries: 0, addedAt: 0 });
    const next = createPrintQueue({ store, printer: printer.printer, clock });
    const [lost] = await until(next, 'doubtful', 'printed');
    expect(lost?.state).toEqual({ kind: 'doubtful', trouble: 'connection_lost' });
    expect(texts()).toEqual(['receipt b']);
  });

  it('is marked as printing before its first byte', async () => {
    const { store, clock, queue } = await rigOf();
    await queue.close();
    const seen: string[] = [];
    const printer = {
      status: () => Promise.resolve(undefined),
      print: async () => {
        seen.push(...(await store.all()).map(({ state }) => state.kind));
        return { kind: 'sent' } as const;
      },
    };
    const next = createPrintQueue({ store, printer, clock });
    await next.add(jobOf('a'));
    const [job] = await until(next, 'printed');
    expect(seen).toEqual(['printing']);
    expect(job?.state).toEqual({ kind: 'printed', isConfirmed: false });
  });

  it('prints once for two tabs that share a lock', async () => {
    const { store, clock, printer: device, queue, texts } = await rigOf();
    await queue.close();
    const exclusively = oneAtATime();
    const { printer } = device;
    const one = createPrintQueue({ store, printer, clock, exclusively });
    const other = createPrintQueue({ store, printer, clock, exclusively });
    const ids = ['a', 'b', 'c'];
    await Promise.all(ids.flatMap((id) => [one.add(jobOf(id)), other.add(jobOf(id))]));
    await until(other, 'printed');
    expect(texts()).toEqual(['receipt a', 'receipt b', 'receipt c']);
  });
}
