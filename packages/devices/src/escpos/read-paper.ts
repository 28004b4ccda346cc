/** Bytes to paper in one go: for goldens, previews and whoever wants to look. */
import { readCommand } from './command-reader.ts';
import { writePaper } from './paper.ts';
import type { PaperStrip } from './paper.ts';
import type { PrinterProfile } from './profile.ts';

/** The strips that come out for these bytes; a command that is not whole at the end is left out. */
export function readPaper(bytes: Uint8Array, profile: PrinterProfile): readonly PaperStrip[] {
  const paper = writePaper(profile);
  let rest = bytes;
  for (;;) {
    const read = readCommand(rest);
    if (read === undefined) return paper.strips();
    paper.obey(read.command);
    rest = rest.subarray(read.length);
  }
}
