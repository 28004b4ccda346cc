/** What is laid out by left and right is on the wrong side where words run the other way. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const property = /^(?:left|right|[\w-]+-(?:left|right)(?:-[\w-]+)?)\s*:/;
const value = /^(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;

/** The declarations that name a side. */
function sidesOf(css: string): readonly string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return rules
    .split(/[{};]/)
    .map((declaration) => declaration.trim())
    .filter((declaration) => property.test(declaration) || value.test(declaration));
}

it.each([
  'p { margin-left: 1px; }',
  'p { padding: 0; right: 0; }',
  'p { text-align: left; }',
  'p { border-top-left-radius: 1px; }',
  'p { float: right; }',
])('finds the side in %s', (css) => {
  expect(sidesOf(css)).toHaveLength(1);
});

it('lets pass what mirrors', () => {
  const css = 'p { margin-inline-start: 1px; inset-inline-end: 0; text-align: start; }';
  expect(sidesOf(css)).toEqual([]);
});

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.css'));

it.each(files)('%s knows no left and no right', (name) => {
  expect(sidesOf(readFileSync(new URL(name, folder), 'utf8'))).toEqual([]);
});
