/**
 * Writes the golden receipts that are missing: `node packages/testing/src/oracle/write-golden.ts`.
 *
 * What has landed is never changed. Where the oracle would write it otherwise today, this says so
 * and ends with 1: an old receipt must come out as it did.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { goldenCases } from './golden-cases.ts';
import { goldenReceipt } from './golden-receipt.ts';

const folder = fileURLToPath(new URL('../../../domain/src/golden/', import.meta.url));
mkdirSync(folder, { recursive: true });

for (const golden of goldenCases) {
  const path = `${folder}${golden.name}.json`;
  const text = jsonOf(goldenReceipt(golden));
  if (!existsSync(path)) {
    writeFileSync(path, text);
    process.stdout.write(`wrote ${golden.name}\n`);
  } else if (readFileSync(path, 'utf8') !== text) {
    process.stdout.write(`${golden.name} has landed and differs\n`);
    process.exitCode = 1;
  }
}

/** Indented, with every list of plain numbers on one line. */
function jsonOf(value: unknown): string {
  const spread = JSON.stringify(value, null, 2);
  const tight = spread.replace(/\[\s+(-?\d+(?:,\s+-?\d+)*)\s+\]/g, (_, numbers: string) => {
    return `[${numbers.replace(/\s+/g, ' ')}]`;
  });
  return `${tight}\n`;
}
