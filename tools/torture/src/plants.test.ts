/** Each planted fault has to be found by name, and without one nothing may be found. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { drill } from './drill.ts';
import { makeGround } from './ground.ts';
import type { OwnGround } from './ground.ts';
import { drillWith } from './plant-drills.ts';
import { isFound, plantNames, plantOf } from './plants.ts';

const TEST_MS_MAX = 240_000;
const LOAD_MS = 300;

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
    const { findings } = await drillWith(name, { ground, seed: 1, loadMs: LOAD_MS });
    const named = [...new Set(findings.map(({ invariant }) => invariant))];
    expect(isFound(name, findings), `named were: ${named.join(', ')}`).toBe(true);
  },
  TEST_MS_MAX,
);
