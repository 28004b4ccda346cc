/** The reference and the types of the client say what the contract says, or this fails. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clientTypes } from './client-types.ts';
import { referencePages } from './pages.ts';

test.each(Object.entries(referencePages()))(
  'docs/reference/%s is up to date',
  async (name, text) => {
    const file = new URL(`../../../docs/reference/${name}`, import.meta.url);
    expect(await readFile(file, 'utf8'), 'run `npm run docs`').toBe(text);
  },
);

test('the types of the client are up to date', async () => {
  const file = new URL('../../../packages/client/src/generated/native.ts', import.meta.url);
  const text = await readFile(file, 'utf8');
  // Said so, since half a megabyte of difference helps nobody.
  expect(text === (await clientTypes()), 'run `npm run docs`').toBe(true);
});

test('types can be made from the document in Nexis casing too', async () => {
  const types = await clientTypes('nexis');
  expect(types).toContain('application/json; casing=nexis');
  expect(types).toContain('salesHeaderId');
});
