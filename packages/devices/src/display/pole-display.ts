/**
 * A pole with two lines of twenty characters, in the ESC/POS of displays, over a serial port: the
 * line that was added last, and what it comes to. Names are cut; amounts never are.
 */
import type { CustomerDisplay, DisplayView } from '../customer-display.ts';
import type { ByteLink } from '../link/byte-link.ts';
import { oneAtATime } from '../one-at-a-time.ts';

const COLUMNS = 20;
const PATIENCE_MS = 2_000;

export function poleDisplay(link: ByteLink): CustomerDisplay {
  const inTurn = oneAtATime();
  return {
    show: (view) =>
      inTurn(async () => {
        if ((await link.open()) !== undefined) return false;
        const { kind } = await link.write(poleBytes(view), PATIENCE_MS);
        return kind === 'taken';
      }),
    close: () => void link.close(),
  };
}

/** Reset, clear, and both lines, each from its first column. */
export function poleBytes(view: DisplayView): Uint8Array {
  const [upper, lower] = poleLines(view);
  return Uint8Array.from([
    ...[0x1b, 0x40, 0x0c],
    ...[0x1f, 0x24, 1, 1, ...bytesOf(upper)],
    ...[0x1f, 0x24, 1, 2, ...bytesOf(lower)],
  ]);
}

/** What stands on the pole. */
export function poleLines(view: DisplayView): readonly [string, string] {
  switch (view.kind) {
    case 'idle':
      return [plain(view.greeting).slice(0, COLUMNS).padEnd(COLUMNS), ' '.repeat(COLUMNS)];
    case 'basket': {
      const last = view.lines.at(-1);
      const upper = last === undefined ? ' '.repeat(COLUMNS) : ends(last.name, last.amount);
      return [upper, ends(view.totalLabel, view.total)];
    }
    case 'paid':
      return [ends(view.totalLabel, view.total), ends(view.changeLabel, view.change)];
  }
}

/** The right whole, the left as far as there is room, and a space between. */
function ends(left: string, right: string): string {
  const amount = plain(right).slice(-COLUMNS);
  const room = Math.max(0, COLUMNS - amount.length - 1);
  return (
    plain(left)
      .slice(0, room)
      .padEnd(COLUMNS - amount.length) + amount
  );
}

/** Poles know ASCII: accents fall off, and what is left over is a star. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, '*');
}

function bytesOf(line: string): readonly number[] {
  return Array.from(line, (character) => character.charCodeAt(0));
}
