/** Each planted fault has to be found by name, and without one nothing may be found. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { drill } from './drill.ts';
import { makeGround } from './ground.ts';
import type { OwnGround } from './ground.ts';
import { drillWith } from './plant-drills.ts';
import { isFound, plantNames, plantOf } from './plants.ts';

const TEST_MS_MAX = 240_000;
const LOAD_MS = 300;
/** Some faults are races that two have to run: they are found within so many drills. */
const SEEDS = [1, 2, 3, 4, 5];

let ground: OwnGround;

beforeAll(async () => {
  ground = await makeGround(inject('postgresUrl'));
}, TEST_MS_MAX);

afterAll(() => ground.remove());

test(
  'a drill without a fault finds nothing',
  async () => {
    const settings = { ground, seed: 1, loadMs: LOAD_MS, plant: undefined };
    expect((await drill(settings)).findings).toEqual([]);
  },
  TEST_MS_MAX,
);

const inDrill = plantNames.filter((name) => plantOf(name).by === 'drill');

test.each(inDrill)(
  'planted %s is found',
  async (name) => {
    const named = new Set<string>();
    for (const seed of SEEDS) {
      const { findings } = await drillWith(name, { ground, seed, loadMs: LOAD_MS });
      if (isFound(name, findings)) return;
      for (const { invariant } of findings) named.add(invariant);
    }
    expect.fail(`not found; named were: ${[...named].join(', ')}`);
  },
  TEST_MS_MAX,
);
