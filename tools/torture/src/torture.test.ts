/**
 * A short torture, so that every change is tried, and each planted fault, so that a harness which
 * finds nothing any more is noticed. The long run is `npm run torture`.
 */
import type { Home } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantNames, plants } from './plants.ts';
import type { PlantName } from './plants.ts';
import { prepareHome, torture } from './run.ts';
import type { Outcome } from './run.ts';
import { defaults, readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

const TEST_MS_MAX = 240_000;

let prepared: Home;

beforeAll(async () => {
  prepared = await prepareHome();
}, TEST_MS_MAX);

afterAll(() => prepared.remove());

/** Leases end with their holder here: waiting for them is for the long run. */
function short(change: Partial<Settings>): Promise<Outcome> {
  const homeToCopy = prepared.home;
  const brief = { kills: 0, postgresKills: 0, lapses: 1, calmMsMax: 400, warmMs: 600, homeToCopy };
  return torture({ ...defaults, ...brief, ...change }, () => undefined);
}

test(
  'three kills of the server and one of PostgreSQL lose nothing and double nothing',
  async () => {
    // With slow commits, on which the relay that is planted below loses events.
    const calm = { calmMsMax: 1_500, warmMs: 2_500 };
    const outcome = await short({ kills: 3, postgresKills: 1, slowCommits: true, ...calm });
    expect(outcome.findings).toEqual([]);
    expect(outcome.kills).toHaveLength(4);
    expect(outcome.verdict).toMatchObject({ lost: 0, doubled: 0 });
  },
  TEST_MS_MAX,
);

const provoking: Readonly<Record<PlantName, Partial<Settings>>> = {
  async_commit: { postgresKills: 3, warmMs: 1_500 },
  naive_outbox: { warmMs: 4_000 },
  no_inbox: {},
  no_body_hash: { warmMs: 8_000 },
  ack_before_commit: { kills: 6 },
};

test.each(plantNames)(
  'planted %s is found',
  async (plant) => {
    const { findings } = await short({ ...provoking[plant], plant });
    const named = findings.map(({ invariant }) => invariant);
    expect(named).toEqual(expect.arrayContaining([expect.stringMatching(patternOf(plant))]));
  },
  TEST_MS_MAX,
);

function patternOf(plant: PlantName): RegExp {
  return new RegExp(`^(${plants[plant].breaks.join('|')})$`);
}

test('words that mean nothing are refused', () => {
  expect(() => readSettings(['--kills', 'many'])).toThrow('no whole number');
  expect(() => readSettings(['--plant', 'a_tree'])).toThrow('no plant');
  expect(readSettings(['--kills', '3', '--json'])).toMatchObject({
    settings: { kills: 3, postgresKills: 10 },
    isJson: true,
  });
});
