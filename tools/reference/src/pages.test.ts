/** The reference says what the contract says, or this fails. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { referencePages } from './pages.ts';

test.each(Object.entries(referencePages()))(
  'docs/reference/%s is up to date',
  async (name, text) => {
    const file = new URL(`../../../docs/reference/${name}`, import.meta.url);
    expect(await readFile(file, 'utf8'), 'run `npm run docs`').toBe(text);
  },
);
