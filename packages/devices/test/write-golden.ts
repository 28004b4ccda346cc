/**
 * Writes the golden receipts that are missing, with a preview of each as text:
 * `node packages/devices/test/write-golden.ts`. What has landed is never changed; where the code of
 * today would make it otherwise, this says so and ends with 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { goldenCases } from './golden-cases.ts';
import { goldenFolder, makeGolden } from './golden-file.ts';

mkdirSync(goldenFolder, { recursive: true });
for (const one of goldenCases) {
  const { golden, paper } = makeGolden(one);
  write(`${one.name}.json`, `${JSON.stringify(golden, null, 2)}\n`);
  write(`${one.name}.txt`, paper);
}

function write(name: string, text: string): void {
  const path = new URL(name, goldenFolder);
  if (!existsSync(path)) {
    writeFileSync(path, text);
    console.log(`wrote ${name}`);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.log(`${name} has landed and differs`);
    process.exitCode = 1;
  }
}
