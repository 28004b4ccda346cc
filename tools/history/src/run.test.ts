/**
 * A short run, so that every change is tried, and planted faults, so that a checker which finds
 * nothing any more is noticed. The long run is `npm run history -- --transactions 100000`.
 */
import type { Home } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plants } from './plants.ts';
import type { PlantName } from './plants.ts';
import { prepareHome, runHistory } from './run.ts';
import { defaults, readSettings } from './settings.ts';

const TEST_MS_MAX = 240_000;

let prepared: Home;
beforeAll(async () => {
  prepared = await prepareHome();
}, TEST_MS_MAX);
afterAll(() => prepared.remove());

test(
  'clients of two shops are told nothing that cannot be',
  async () => {
    const brief = { transactions: 800, homeToCopy: prepared.home };
    const { findings, surprises, history } = await runHistory(
      { ...defaults, ...brief },
      () => undefined,
    );
    expect(findings).toEqual([]);
    expect(surprises).toEqual([]);
    const kinds = new Set(history.flatMap(({ steps }) => steps.map(({ kind }) => kind)));
    expect(kinds.size).toBeGreaterThan(10);
    expect(history.some(({ outcome }) => outcome === 'refused')).toBe(true);
  },
  TEST_MS_MAX,
);

/** Those that are found in seconds; all are found by `npm run history -- --plant <name>`. */
test.each(['stock_moved_twice'] satisfies PlantName[])(
  'planted %s is found',
  async (plant) => {
    const brief = { plant, transactions: 400, homeToCopy: prepared.home };
    const { findings } = await runHistory({ ...defaults, ...brief }, () => undefined);
    const found = findings.map(({ anomaly }) => anomaly);
    expect(plants[plant].breaks.some((anomaly) => found.includes(anomaly))).toBe(true);
  },
  TEST_MS_MAX,
);

test('words that mean nothing are refused', () => {
  expect(() => readSettings(['--transactions', 'many'])).toThrow('no whole number');
  expect(() => readSettings(['--plant', 'a_tree'])).toThrow('no plant');
  expect(readSettings(['--transactions', '3', '--json'])).toMatchObject({
    settings: { transactions: 3, seed: 1 },
    isJson: true,
  });
});
