/** A short torture of the till. The long run is `npm run torture:register`. */
import type { Home } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareHome } from './run.ts';
import { compare } from './till-judge.ts';
import { readPaper } from './till-log.ts';
import type { TillSettings } from './till-run.ts';
import { tortureTillOnStage } from './till-stage.ts';

const TEST_MS_MAX = 240_000;
const brief = { kills: 2, powerCuts: 0, seed: 1, lifeMsMax: 200, soldBefore: 2 } as const;

let prepared: Home;
beforeAll(async () => {
  prepared = await prepareHome();
}, TEST_MS_MAX);
afterAll(() => prepared.remove());

const torture = (plant: TillSettings['plant']) =>
  tortureTillOnStage({ ...brief, plant, homeToCopy: prepared.home }, () => undefined);

test(
  'two kills of the browser lose nothing that the screen said was saved',
  async () => {
    const { verdict } = await torture(undefined);
    expect(verdict).toMatchObject({ lost: [], doubled: [], gaps: [], unbooked: 0, breaches: [] });
    expect(verdict.isRight).toBe(true);
    expect(verdict.told).toBeGreaterThanOrEqual(4);
  },
  TEST_MS_MAX,
);

test(
  'a till that says so before it is true is found out',
  async () => {
    const { verdict } = await torture('said_before_write');
    expect(verdict.isRight).toBe(false);
    expect(verdict.lost.length + verdict.doubled.length).toBeGreaterThan(0);
  },
  TEST_MS_MAX,
);

const receipt = (number: number): string => `Till-1-${String(number).padStart(6, '0')}`;
const told = (number: number) => ({ receiptNumber: receipt(number), total: '1.50' });
const stored = (number: number, total_minor = '150') => {
  return { receipt_number: receipt(number), total_minor };
};

test('what is missing, twice, of another sum or left out is named', () => {
  expect(compare([told(1), told(2)], [stored(1), stored(2)])).toEqual({
    ...{ lost: [], doubled: [], gaps: [] },
  });
  expect(compare([told(1), told(2)], [stored(1)]).lost).toEqual([receipt(2)]);
  expect(compare([told(1)], [stored(1, '151')]).lost).toEqual([receipt(1)]);
  expect(compare([told(1), told(1)], [stored(1)]).doubled).toEqual([receipt(1)]);
  expect(compare([told(1)], [stored(1), stored(1)]).doubled).toEqual([receipt(1)]);
  expect(compare([], [stored(1), stored(3)]).gaps).toEqual([2]);
});

test('a receipt is read, and nothing else is taken for one', () => {
  const paper = 'Receipt      Torture till-1-000017\n\nTOTAL          GBP 1,208.50\n';
  expect(readPaper(paper)).toEqual({ receiptNumber: 'Torture till-1-000017', total: '1208.50' });
  expect(() => readPaper('Ready for the next sale')).toThrow('no receipt');
});
