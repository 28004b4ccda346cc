/**
 * What a printer makes of bytes: the strips of paper that come out of it. It is how a golden
 * receipt is looked at, and what a pretend printer shows in place of paper.
 */
import type { Bitmap } from '../print-document.ts';
import { textOfBytes } from './code-page.ts';
import type { Command } from './command-reader.ts';
import type { PrinterProfile } from './profile.ts';

export type PaperStrip =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly isBold: boolean;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'picture'; readonly bitmap: Bitmap; readonly align: number }
  | { readonly kind: 'qr'; readonly text: string; readonly moduleDots: number }
  | { readonly kind: 'barcode'; readonly symbology: number; readonly text: string }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut'; readonly isFull: boolean }
  | { readonly kind: 'pulse'; readonly pin: 2 | 5; readonly onMs: number }
  /** A control that nobody knows: a sign that the bytes are not what they should be. */
  | { readonly kind: 'unknown'; readonly byte: number };

export interface PaperWriter {
  /** Obeys one command. */
  readonly obey: (command: Command) => void;
  /** All that has come out so far. */
  readonly strips: () => readonly PaperStrip[];
}

interface State {
  readonly page: number;
  readonly isBold: boolean;
  readonly width: number;
  readonly height: number;
  readonly align: number;
  readonly moduleDots: number;
  /** What the next QR code will say. */
  readonly stored: string;
}

const fresh: State = {
  page: 0,
  isBold: false,
  width: 1,
  height: 1,
  align: 0,
  moduleDots: 3,
  stored: '',
};

/** A printer's head over an endless roll. */
export function writePaper({ codePages }: Pick<PrinterProfile, 'codePages'>): PaperWriter {
  const strips: PaperStrip[] = [];
  let state = fresh;
  let line = '';
  let look: Pick<State, 'isBold' | 'width' | 'height'> = fresh;
  const endLine = () => {
    const { isBold, width, height } = look;
    if (line === '') strips.push({ kind: 'feed', lines: 1 });
    else strips.push({ kind: 'text', text: line, isBold, width, height });
    line = '';
  };
  const obey = (command: Command): void => {
    if (command.kind === 'text') {
      const page = codePages.find(({ number }) => number === state.page)?.page;
      line += textOfBytes(command.bytes, page ?? 'ascii');
      look = state;
    } else if (command.kind === 'line_feed') {
      endLine();
    } else {
      if (command.kind === 'feed' && line !== '') endLine();
      if (command.kind === 'reset') line = '';
      const strip = stripOf(command, state);
      if (strip !== undefined) strips.push(strip);
      state = stateAfter(command, state);
    }
  };
  return { obey, strips: () => [...strips] };
}

function stateAfter(command: Command, state: State): State {
  switch (command.kind) {
    case 'reset':
      return fresh;
    case 'code_page':
      return { ...state, page: command.number };
    case 'bold':
      return { ...state, isBold: command.isOn };
    case 'size':
      return { ...state, width: command.width, height: command.height };
    case 'align':
      return { ...state, align: command.to };
    case 'qr':
      if (command.operation === 0x43) return { ...state, moduleDots: command.bytes[0] ?? 3 };
      if (command.operation !== 0x50) return state;
      return { ...state, stored: textOfBytes(command.bytes.slice(1), 'ascii') };
    default:
      return state;
  }
}

function stripOf(command: Command, { align, stored, moduleDots }: State): PaperStrip | undefined {
  switch (command.kind) {
    case 'feed':
      return { kind: 'feed', lines: command.lines };
    case 'raster':
      return { kind: 'picture', bitmap: pictureOf(command), align };
    case 'qr':
      return command.operation === 0x51 ? { kind: 'qr', text: stored, moduleDots } : undefined;
    case 'barcode': {
      const { symbology, bytes } = command;
      return { kind: 'barcode', symbology, text: textOfBytes(bytes, 'ascii') };
    }
    case 'cut':
      return { kind: 'cut', isFull: command.isFull };
    case 'pulse':
      return { kind: 'pulse', pin: command.pin, onMs: command.onMs };
    case 'unknown':
      return { kind: 'unknown', byte: command.byte };
    default:
      return undefined;
  }
}

function pictureOf({ widthBytes, rows }: Command & { kind: 'raster' }): Bitmap {
  const widthDots = widthBytes * 8;
  return { widthDots, heightDots: rows.length / widthBytes, bits: Uint8Array.from(rows) };
}
