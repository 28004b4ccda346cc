/**
 * What a printer can do, as a person sets it up once. A profile holds what no cable tells: how wide
 * the paper is, which number stands for which code page, and whether it answers.
 */
import type { Codepage } from '@point-of-sale/codepage-encoder';

export interface PrinterProfile {
  /** Characters of font A in a line. */
  readonly columns: 32 | 42 | 48;
  /** Dots in a line: 384 on 58 mm, 512 or 576 on 80 mm. A multiple of 8. */
  readonly widthDots: number;
  /** The code pages it has, the one to try first in front, each with this printer's number. */
  readonly codePages: readonly CodePage[];
  readonly cutter: 'none' | 'partial' | 'full';
  /** Lines fed before the cut: the knife sits above the head. */
  readonly feedLines: number;
  /** The pin of the drawer's plug that the pulse goes to. */
  readonly drawerPin: 2 | 5;
  /** False for printers without the QR command: the code is sent as a picture. */
  readonly hasQrCode: boolean;
  /** True where it answers `DLE EOT` and `GS r`: only then is anything ever called printed. */
  readonly saysStatus: boolean;
}

export interface CodePage {
  readonly page: Codepage;
  readonly number: number;
}

/** Epson's numbers, which most printers share for these pages. */
const epsonPages: readonly CodePage[] = [
  { page: 'cp437', number: 0 },
  { page: 'windows1252', number: 16 },
  { page: 'cp858', number: 19 },
  { page: 'cp852', number: 18 },
  { page: 'cp866', number: 17 },
];

/** Profiles to begin with: `{ ...printerProfiles.wide, drawerPin: 5 }` is another one. */
export const printerProfiles = {
  /** 80 mm with cutter, as Epson's TM-T20 and TM-T88. */
  wide: {
    columns: 48,
    widthDots: 576,
    codePages: epsonPages,
    cutter: 'partial',
    feedLines: 4,
    drawerPin: 2,
    hasQrCode: true,
    saysStatus: true,
  },
  /** 58 mm, torn off by hand, without status: what is cheap, and what fits in a pocket. */
  narrow: {
    columns: 32,
    widthDots: 384,
    codePages: epsonPages,
    cutter: 'none',
    feedLines: 4,
    drawerPin: 2,
    hasQrCode: true,
    saysStatus: false,
  },
} as const satisfies Readonly<Record<string, PrinterProfile>>;
