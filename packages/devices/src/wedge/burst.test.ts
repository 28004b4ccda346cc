import { describe, expect, it } from 'vitest';
import { burstReader, wedgeDefaults } from './burst.ts';
import type { Verdict, WedgeSettings } from './burst.ts';

/** `lateMs` after it was pressed it comes to the page. */
type Step = readonly [key: string, afterMs: number, lateMs?: number];

/** What comes of keys: letters that reach the page, `<scan>`s, and what is given back late. */
function seen(
  steps: readonly Step[],
  isInField: boolean,
  more: Partial<WedgeSettings> = {},
): string {
  const reader = burstReader<string>({ ...wedgeDefaults, ...more });
  let at = 0;
  let page = '';
  const obey = ({ givenBack, scan }: Verdict<string>) => {
    page += givenBack.map(({ event }) => event).join('');
    if (scan !== undefined) page += `<${scan.text}${scan.hasLeaked ? '!' : ''}>`;
  };
  for (const [key, afterMs, lateMs = 0] of steps) {
    if (afterMs + lateMs > reader.patienceMs()) obey(reader.silence());
    at += afterMs;
    const verdict = reader.press({ key, at, isInField, event: key });
    obey(verdict);
    if (!verdict.isHeld) page += key.length === 1 ? key : `[${key}]`;
  }
  obey(reader.silence());
  return page;
}

const keys = (text: string, gapMs: number): readonly Step[] =>
  Array.from(text, (key) => [key, gapMs] as const);
const enter = (gapMs: number): Step => ['Enter', gapMs];

describe('keys', () => {
  it.each([
    ['a scan outside a field', [...keys('6160001234560', 6), enter(6)], false, '<6160001234560>'],
    ['a scan in a field', [...keys('6160001234560', 6), enter(6)], true, '61<6160001234560!>'],
    ['typing', [...keys('6160', 120), enter(120)], true, '6160[Enter]'],
    ['a space that presses a button', keys(' ', 200), false, ' '],
    ['a space within a scan', [...keys('AB 12', 6), enter(6)], false, '<AB 12>'],
    ['typing outside a field', [...keys('6160', 120), enter(120)], false, '6160[Enter]'],
    [
      'fast typing in bursts of three',
      [...keys('the', 20), ['n', 90], ...keys('ot', 15)],
      true,
      'thenot',
    ],
    ['an Enter that comes late', [...keys('12345', 5), enter(200)], true, '12345[Enter]'],
    ['too short to be a code', [...keys('12', 3), enter(3)], true, '12[Enter]'],
    [
      'two scans without a pause',
      [...keys('11111', 2), enter(2), ...keys('22222', 2), enter(2)],
      false,
      '<11111><22222>',
    ],
    [
      'a scan in a field whose keys come late',
      [...keys('616', 6), ['0', 6, 60], ...keys('001', 6), enter(6)],
      true,
      '616<6160001!>',
    ],
    [
      'a scan outside a field whose second key comes late',
      [['6', 6], ['1', 6, 60], ...keys('60001', 6), enter(6)],
      false,
      '6<6160001!>',
    ],
    [
      'typing, then a scan',
      [
        ['a', 0],
        ['b', 150],
        ...keys('33333', 5).map(([key], index) => [key, index === 0 ? 200 : 5] as const),
        enter(5),
      ],
      true,
      'ab33<33333!>',
    ],
    ['a scan without a suffix', keys('9638507', 4), false, '<9638507>'],
    ['a few fast keys without a suffix', keys('963', 4), false, '963'],
    [
      'an arrow in the middle',
      [...keys('12', 3), ['ArrowUp', 3], ...keys('34', 3)],
      false,
      '12[ArrowUp]34',
    ],
  ] as const)('%s', (_, steps, isInField, expected) => {
    expect(seen(steps as readonly Step[], isInField)).toBe(expected);
  });

  it.each([
    ['a scan behind the prefix leaks nothing', [...keys('~6160', 8), enter(8)], '<6160>'],
    ['also a slow one', [...keys('~6160', 100), enter(100)], '<6160>'],
    ['a scan behind the prefix needs no suffix', keys('~6160', 8), '<6160>'],
    ['what does not begin so is typing', [...keys('61600012', 3), enter(3)], '61600012[Enter]'],
    ['a prefix alone is given back', keys('~', 0), '~'],
  ] as const)('with a prefix: %s', (_, steps, expected) => {
    expect(seen(steps, true, { prefix: '~' })).toBe(expected);
  });
});
