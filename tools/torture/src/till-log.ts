/** What a till's screen said was saved, flushed to a file outside of the browser, line by line. */
import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface ToldSale {
  readonly receiptNumber: string;
  /** As it is printed, without the currency. */
  readonly total: string;
}

export interface TillLog {
  /** The receipt as it is shown. Comes back when it is on the disk. */
  readonly tell: (paper: string) => void;
  readonly read: () => readonly ToldSale[];
}

export function openTillLog(file: string): TillLog {
  appendFileSync(file, '', { mode: 0o600 });
  return {
    tell: (paper) => {
      const descriptor = openSync(file, 'a');
      try {
        writeSync(descriptor, `${JSON.stringify(readPaper(paper))}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    read: () => {
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as ToldSale);
    },
  };
}

/** Throws where the paper is no receipt: then the till showed something else as a sale. */
export function readPaper(paper: string): ToldSale {
  const receiptNumber = /\S+(?: \S+)*-\d+-\d{6}\b/.exec(paper)?.[0];
  const total = /^TOTAL\s.*?([\d,]+\.\d\d)\s*$/m.exec(paper)?.[1];
  if (receiptNumber === undefined || total === undefined) throw new Error(`no receipt:\n${paper}`);
  return { receiptNumber, total: total.replaceAll(',', '') };
}
