/**
 * Reads ESC/POS back into commands, also where the bytes come in pieces. It knows what this package
 * sends and what printers commonly take; a byte that it does not know is said to be unknown, since
 * a printer would print it or worse.
 */
export type Command =
  | { readonly kind: 'text'; readonly bytes: readonly number[] }
  | { readonly kind: 'line_feed' }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'code_page'; readonly number: number }
  | { readonly kind: 'bold'; readonly isOn: boolean }
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  | { readonly kind: 'align'; readonly to: number }
  | { readonly kind: 'setting' }
  | { readonly kind: 'cut'; readonly isFull: boolean }
  | { readonly kind: 'pulse'; readonly pin: 2 | 5; readonly onMs: number; readonly offMs: number }
  | { readonly kind: 'raster'; readonly widthBytes: number; readonly rows: readonly number[] }
  | { readonly kind: 'barcode'; readonly symbology: number; readonly bytes: readonly number[] }
  | { readonly kind: 'qr'; readonly operation: number; readonly bytes: readonly number[] }
  | { readonly kind: 'real_time_status'; readonly number: number }
  | { readonly kind: 'status'; readonly number: number }
  | { readonly kind: 'unknown'; readonly byte: number };

export interface ReadCommand {
  readonly command: Command;
  /** How many bytes it took. */
  readonly length: number;
}

const LF = 0x0a;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;

/** The command at the beginning of the bytes, or undefined while it is not whole. */
export function readCommand(bytes: ArrayLike<number>): ReadCommand | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  switch (first) {
    case LF:
      return { command: { kind: 'line_feed' }, length: 1 };
    case DLE:
      return readFixed(bytes, 3, ([, second = 0, n = 0]) =>
        second === 0x04 ? { kind: 'real_time_status', number: n } : undefined,
      );
    case ESC:
      return readEscape(bytes);
    case FS:
      return readFixed(bytes, 2, () => ({ kind: 'setting' }));
    case GS:
      return readGroup(bytes);
    default:
      return first < 0x20
        ? { command: { kind: 'unknown', byte: first }, length: 1 }
        : readText(bytes);
  }
}

function readText(bytes: ArrayLike<number>): ReadCommand {
  let length = 1;
  while (length < bytes.length && (bytes[length] ?? 0) >= 0x20) length += 1;
  return { command: { kind: 'text', bytes: slice(bytes, 0, length) }, length };
}

function readEscape(bytes: ArrayLike<number>): ReadCommand | undefined {
  const [, second, n = 0] = slice(bytes, 0, 3);
  switch (second) {
    case undefined:
      return undefined;
    case 0x40:
      return { command: { kind: 'reset' }, length: 2 };
    case 0x32:
      return { command: { kind: 'setting' }, length: 2 };
    case 0x33:
    case 0x4d:
    case 0x2d:
      return readFixed(bytes, 3, () => ({ kind: 'setting' }));
    case 0x45:
      return readFixed(bytes, 3, () => ({ kind: 'bold', isOn: (n & 1) === 1 }));
    case 0x61:
      return readFixed(bytes, 3, () => ({ kind: 'align', to: n }));
    case 0x64:
      return readFixed(bytes, 3, () => ({ kind: 'feed', lines: n }));
    case 0x74:
      return readFixed(bytes, 3, () => ({ kind: 'code_page', number: n }));
    case 0x70:
      return readFixed(bytes, 5, ([, , pin = 0, on = 0, off = 0]) => {
        return { kind: 'pulse', pin: (pin & 1) === 0 ? 2 : 5, onMs: on * 2, offMs: off * 2 };
      });
    default:
      return { command: { kind: 'unknown', byte: ESC }, length: 1 };
  }
}

function readGroup(bytes: ArrayLike<number>): ReadCommand | undefined {
  const [, second, n = 0] = slice(bytes, 0, 3);
  switch (second) {
    case undefined:
      return undefined;
    case 0x21:
      return readFixed(bytes, 3, () => {
        return { kind: 'size', width: (n >> 4) + 1, height: (n & 0x0f) + 1 };
      });
    case 0x42:
    case 0x48:
    case 0x61:
    case 0x68:
    case 0x77:
      return readFixed(bytes, 3, () => ({ kind: 'setting' }));
    case 0x56:
      return n === 0x41 || n === 0x42
        ? readFixed(bytes, 4, () => ({ kind: 'cut', isFull: n === 0x41 }))
        : readFixed(bytes, 3, () => ({ kind: 'cut', isFull: (n & 1) === 0 }));
    case 0x72:
      return readFixed(bytes, 3, () => ({ kind: 'status', number: n }));
    case 0x76:
      return readRaster(bytes);
    case 0x6b:
      return readBarcode(bytes);
    case 0x28:
      return readCode(bytes);
    default:
      return { command: { kind: 'unknown', byte: GS }, length: 1 };
  }
}

function readRaster(bytes: ArrayLike<number>): ReadCommand | undefined {
  if (bytes.length < 8) return undefined;
  const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = slice(bytes, 0, 8);
  const widthBytes = xLow + xHigh * 256;
  const length = 8 + widthBytes * (yLow + yHigh * 256);
  return readFixed(bytes, length, (all) => ({ kind: 'raster', widthBytes, rows: all.slice(8) }));
}

function readBarcode(bytes: ArrayLike<number>): ReadCommand | undefined {
  const [, , symbology, count = 0] = slice(bytes, 0, 4);
  if (symbology === undefined) return undefined;
  if (symbology >= 65) {
    return readFixed(bytes, 4 + count, (all) => {
      return { kind: 'barcode', symbology, bytes: all.slice(4) };
    });
  }
  const end = slice(bytes, 3, bytes.length).indexOf(0);
  if (end < 0) return undefined;
  return readFixed(bytes, 4 + end, (all) => {
    return { kind: 'barcode', symbology, bytes: all.slice(3, -1) };
  });
}

function readCode(bytes: ArrayLike<number>): ReadCommand | undefined {
  if (bytes.length < 5) return undefined;
  const [, , , low = 0, high = 0] = slice(bytes, 0, 5);
  return readFixed(bytes, 5 + low + high * 256, (all) => {
    return { kind: 'qr', operation: all[6] ?? 0, bytes: all.slice(7) };
  });
}

/** A command of a length that is known; `undefined` from `make` means that there is none such. */
function readFixed(
  bytes: ArrayLike<number>,
  length: number,
  make: (all: readonly number[]) => Command | undefined,
): ReadCommand | undefined {
  if (bytes.length < length) return undefined;
  const command = make(slice(bytes, 0, length));
  if (command !== undefined) return { command, length };
  return { command: { kind: 'unknown', byte: bytes[0] ?? 0 }, length: 1 };
}

function slice(bytes: ArrayLike<number>, from: number, to: number): readonly number[] {
  return Array.from(
    { length: Math.max(0, Math.min(to, bytes.length) - from) },
    (_, index) => bytes[from + index] ?? 0,
  );
}
