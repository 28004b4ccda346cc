/** A module that nobody thought of has no page to hide in. */
import { moduleNames } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { refuseGaps, resiliencyPage } from './resiliency.ts';

test('every module has a column, and answers something that a shop does', () => {
  const page = resiliencyPage();
  for (const name of moduleNames) expect(page).toContain(`| ${name} |`);
});

test('a module without a column stops the page', () => {
  expect(() => {
    refuseGaps([...moduleNames, 'loyalty']);
  }).toThrow('loyalty has no column');
});
