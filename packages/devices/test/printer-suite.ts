/**
 * What every printer promises, over every link: it says what it knows of a document, never that
 * something was printed that was not, and never that nothing was printed that may have been.
 */
import { describe, expect, it } from 'vitest';
import { escposDevices, paperText, printerProfiles } from '../src/index.ts';
import type { ByteLink, Clock, EscposDevices, PrinterProfile } from '../src/index.ts';
import { pretendHardware } from '../src/pretend/pretend-hardware.ts';
import type { PretendHands } from '../src/pretend/pretend-hardware.ts';
import { pretendWire } from '../src/pretend/pretend-wire.ts';
import type { PretendWire, PretendWireHands } from '../src/pretend/pretend-wire.ts';
import { receipt, receiptOfNames } from './golden-cases.ts';
import { virtualClock } from './virtual-clock.ts';

interface Rig extends EscposDevices {
  readonly hands: PretendHands & PretendWireHands;
  readonly text: () => string;
}

export interface LinkUnderTest {
  readonly name: string;
  /** False where nothing comes back. */
  readonly saysStatus: boolean;
  readonly link: (wire: PretendWire, clock: Clock) => ByteLink;
}

/** Longer than a printer's buffer. */
const long = receiptOfNames(Array.from({ length: 120 }, (_, index) => `Thing number ${index}`));

export function printerSuite({ name, saysStatus, link }: LinkUnderTest): void {
  const rigOf = (lines?: number): Rig => {
    const profile: PrinterProfile = { ...printerProfiles.wide, saysStatus };
    const clock = virtualClock();
    const roll = lines === undefined ? {} : { lines };
    const hardware = pretendHardware({ profile, clock, ...roll });
    const wire = pretendWire(hardware);
    return {
      ...escposDevices({ link: link(wire, clock), profile, clock, openPin: 'low' }),
      hands: { ...hardware.hands, ...wire.hands },
      text: () => paperText(hardware.paper()),
    };
  };
  const done = saysStatus ? { kind: 'printed' } : { kind: 'sent' };

  describe(`a printer over ${name}`, () => {
    whatAllPromise(rigOf, done);
    whatDrawersPromise(rigOf);
    if (saysStatus) whatAnswersPromise(rigOf);
    else whatSilencePromises(rigOf);
  });
}

function whatAllPromise(rigOf: (lines?: number) => Rig, done: unknown): void {
  it('prints a receipt, whole and in order, one after the other', async () => {
    const { printer, text } = rigOf();
    const outcomes = await Promise.all([printer.print(receipt()), printer.print(long)]);
    expect(outcomes).toEqual([done, done]);
    expect(text()).toMatch(
      /T2-000418[^]*TOTAL[^]*\[partial cut\][^]*number 119[^]*\[partial cut\]$/,
    );
  });

  it('says that it is not there, and prints when it is', async () => {
    const { printer, hands, text } = rigOf();
    hands.pull();
    expect(await printer.print(receipt())).toEqual({ kind: 'not_printed', trouble: 'not_there' });
    expect(await printer.status()).toBeUndefined();
    expect(text()).toBe('');
    hands.plugIn();
    expect(await printer.print(receipt())).toEqual(done);
  });

  it('does not know what was printed when the cable came out in the middle', async () => {
    const { printer, hands } = rigOf();
    expect(await printer.print(receipt())).toEqual(done);
    hands.pullAfter(2_000);
    expect(await printer.print(long)).toEqual({ kind: 'unknown', trouble: 'connection_lost' });
    hands.plugIn();
    expect(await printer.print(receipt())).toEqual(done);
  });

  it('does not wait for ever for one that takes nothing any more', async () => {
    const { printer, hands } = rigOf(20);
    hands.slowDown(100);
    expect(await printer.print(long)).toMatchObject({ kind: 'unknown' });
    hands.loadPaper(10_000);
    expect(await printer.print(receipt())).toEqual(done);
  });

  it('waits for a slow one', async () => {
    const { printer, hands, text } = rigOf();
    hands.slowDown(200);
    const outcome = await printer.print(receipt());
    expect(outcome).toEqual(done);
    if (outcome.kind === 'printed') expect(text()).toMatch(/cut\]$/);
  });

  it('sends nothing of a document that cannot be put into bytes', async () => {
    const { printer, text } = rigOf();
    const document = {
      title: 'Wrong',
      language: 'en',
      parts: [{ kind: 'barcode', symbology: 'ean13', text: '6160001234561' } as const],
    };
    const outcome = await printer.print(document);
    expect(outcome).toEqual({ kind: 'not_printed', trouble: 'document_invalid' });
    expect(text()).toBe('');
  });
}

function whatDrawersPromise(rigOf: () => Rig): void {
  it('kicks the drawer once, and not again at once', async () => {
    const { drawer, text } = rigOf();
    expect(await drawer.open()).toEqual({ kind: 'kicked' });
    expect(await drawer.open()).toEqual({ kind: 'not_kicked', trouble: 'too_soon' });
    expect(text()).toBe('[pulse on pin 2, 100 ms]');
  });

  it('opens no drawer with a receipt', async () => {
    const { printer, text } = rigOf();
    await printer.print(receipt());
    expect(text()).not.toContain('pulse');
  });
}

function whatAnswersPromise(rigOf: (lines?: number) => Rig): void {
  it.each([
    ['out_of_paper', (hands: Rig['hands']) => hands.loadPaper(0)],
    ['cover_open', (hands: Rig['hands']) => hands.openCover()],
    ['device_error', (hands: Rig['hands']) => hands.jamCutter()],
    ['no_answer', (hands: Rig['hands']) => hands.answerWith('silence')],
    ['no_answer', (hands: Rig['hands']) => hands.answerWith('noise')],
    ['busy', (hands: Rig['hands']) => hands.holdElsewhere(true)],
  ] as const)('sends nothing when it is %s', async (trouble, happen) => {
    const { printer, hands, text } = rigOf();
    happen(hands);
    expect(await printer.print(receipt())).toEqual({ kind: 'not_printed', trouble });
    expect(text()).toBe('');
  });

  it('does not know what was printed when the roll ended in the middle', async () => {
    const { printer, hands, text } = rigOf(10);
    expect(await printer.print(receipt())).toEqual({ kind: 'unknown', trouble: 'out_of_paper' });
    expect(text()).not.toContain('TOTAL');
    hands.loadPaper(10_000);
    // Real ones go on where they stopped.
    expect(text()).toContain('TOTAL');
    expect(await printer.print(receipt({ isCopy: true }))).toEqual({ kind: 'printed' });
  });

  it('is not fooled by an answer that it owed for the document before', async () => {
    const { printer, hands, text } = rigOf(10);
    hands.slowDown(300);
    expect(await printer.print(receipt())).toEqual({ kind: 'unknown', trouble: 'out_of_paper' });
    hands.loadPaper(10_000);
    // What was left of the first is still coming out, and ends with an answer.
    expect(await printer.print(receipt({ isCopy: true }))).toEqual({ kind: 'printed' });
    expect(text()).toMatch(/cut\][^]*COPY[^]*cut\]$/);
  });

  it('says that paper and cover are well, and when the roll comes to its end', async () => {
    const { printer, hands } = rigOf();
    const well = { isOnline: true, paper: 'enough', cover: 'closed', hasError: false };
    expect(await printer.status()).toMatchObject(well);
    hands.loadPaper(5);
    expect(await printer.status()).toMatchObject({ ...well, paper: 'near_end' });
    hands.openCover();
    expect(await printer.status()).toMatchObject({ isOnline: false, cover: 'open' });
  });

  it('knows whether the drawer is open', async () => {
    const { drawer, hands } = rigOf();
    expect(await drawer.isOpen()).toBe(false);
    await drawer.open();
    expect(await drawer.isOpen()).toBe(true);
    hands.closeDrawer();
    expect(await drawer.isOpen()).toBe(false);
  });
}

function whatSilencePromises(rigOf: (lines?: number) => Rig): void {
  it('never says printed, and knows nothing of paper or drawer', async () => {
    const { printer, drawer, hands } = rigOf();
    expect(await printer.status()).toBeUndefined();
    expect(await drawer.isOpen()).toBeUndefined();
    hands.loadPaper(10);
    expect(await printer.print(receipt())).toEqual({ kind: 'sent' });
  });
}
