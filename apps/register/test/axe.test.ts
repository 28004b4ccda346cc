/** What an assistive tool would stumble over, on every screen, in both themes: nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { displayNames, sceneNames } from '../src/pretend/scene-names.ts';
import { codeOf, openPretendPages } from './pretend-pages.ts';
import type { PretendPages } from './pretend-pages.ts';

let pages: PretendPages;
let axe: string;
beforeAll(async () => {
  axe = await codeOf(createRequire(import.meta.url).resolve('axe-core/axe.min.js'));
  pages = await openPretendPages();
});
afterAll(async () => {
  await pages.close();
});

const desktop = [1280, 800] as const;
const phone = [390, 844] as const;

/** The page written from right to left: nothing of it stands outside of what is seen. */
function mirrored(): { readonly isWider: boolean; readonly spilled: readonly string[] } {
  const { documentElement: page } = document;
  page.dir = 'rtl';
  const isCut = (element: Element): boolean => {
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== 'visible') return true;
    }
    return false;
  };
  const spilled = [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    const isInside = left >= -1 && right <= innerWidth + 1;
    return width > 0 && height > 0 && !isInside && !isCut(element);
  });
  const isWider = page.scrollWidth > page.clientWidth;
  return { isWider, spilled: spilled.map(({ outerHTML }) => outerHTML.slice(0, 120)) };
}

test.each([...sceneNames, ...displayNames])('%s', async (name) => {
  const looks = [
    { name, theme: 'light', language: 'en', size: desktop },
    { name, theme: 'dark', language: 'sw', size: phone },
  ] as const;
  for (const look of looks) {
    const page = await pages.show(look);
    await page.evaluate(axe);
    const found = await page.evaluate<AxeResults>(`axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })`);
    const told = found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    expect([look.theme, told]).toEqual([look.theme, []]);
    const isWider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect([look.theme, isWider]).toEqual([look.theme, false]);
    expect(await page.evaluate(mirrored)).toEqual({ isWider: false, spilled: [] });
  }
  expect(pages.complaints).toEqual([]);
});
