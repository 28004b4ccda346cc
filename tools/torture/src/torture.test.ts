/**
 * A short torture, so that every change is tried. The long run is `npm run torture`; the planted
 * faults that take no kill are in plants.test.ts.
 */
import type { Home } from '@evertill/rig';
import { points } from '@evertill/kernel';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dieAtPoints } from './die-at-points.ts';
import { routes } from './oracle-events.ts';
import { isFound } from './plants.ts';
import { onePlaceEach, places, quietWays, ways } from './points.ts';
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
function brief(change: Partial<Settings>): Settings {
  const homeToCopy = prepared.home;
  const short = { kills: 0, postgresKills: 0, lapses: 1, calmMsMax: 400, warmMs: 600, homeToCopy };
  return { ...defaults, ...short, ...change };
}

function short(change: Partial<Settings>): Promise<Outcome> {
  return torture(brief(change), () => undefined);
}

test(
  'three kills of the server and one of PostgreSQL lose nothing and double nothing',
  async () => {
    // With slow commits, on which a relay that reads naively loses events.
    const calm = { calmMsMax: 1_500, warmMs: 2_500 };
    const outcome = await short({ kills: 3, postgresKills: 1, slowCommits: true, ...calm });
    expect(outcome.findings).toEqual([]);
    expect(outcome.kills).toHaveLength(4);
    expect(outcome.verdict).toMatchObject({ lost: 0, doubled: 0 });
  },
  TEST_MS_MAX,
);

test.each(['async_commit', 'ack_before_commit'] as const)(
  'planted %s is found by kills of PostgreSQL',
  async (plant) => {
    const { findings } = await short({ postgresKills: 3, warmMs: 1_500, plant });
    expect(isFound(plant, findings)).toBe(true);
  },
  TEST_MS_MAX,
);

test(
  'planted naive_outbox is found where commits are slow',
  async () => {
    const calm = { calmMsMax: 1_500, warmMs: 2_500 };
    const settings = { kills: 1, slowCommits: true, plant: 'naive_outbox', ...calm } as const;
    const { findings } = await short(settings);
    expect(isFound('naive_outbox', findings)).toBe(true);
  },
  TEST_MS_MAX,
);

test(
  'the server dies once at each point of the kernel, and nothing is lost or doubled',
  async () => {
    const chosen = onePlaceEach().filter(({ point }) => !point.startsWith('chore'));
    const settings = { ...brief({}), registers: 2 };
    const { findings, figures } = await dieAtPoints(settings, chosen, () => undefined);
    expect(findings).toEqual([]);
    expect(figures).toMatchObject({ deaths: chosen.length, lost: 0, doubled: 0 });
  },
  TEST_MS_MAX,
);

test('the harness knows every point that the kernel names, and the kernel reaches each', () => {
  const known = Object.keys(points).sort();
  expect([...new Set(places.map(({ point }) => point))].sort()).toEqual(known);
  const kernel = new URL('../../../packages/kernel/src/', import.meta.url);
  const sources = readdirSync(kernel)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, kernel), 'utf8'));
  const reached = [...sources.join('').matchAll(/\.reached\(\s*'([^']+)'/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(reached)].sort()).toEqual(known);
});

test('the harness knows every way that events can go, and which are quiet', () => {
  const all = routes().map(({ source, consumer }) => `${source} to ${consumer}`);
  expect([...Object.keys(ways), ...Object.keys(quietWays)].sort()).toEqual(all.sort());
});

test('words that mean nothing are refused', () => {
  expect(() => readSettings(['--kills', 'many'])).toThrow('no whole number');
  expect(() => readSettings(['--plant', 'a_tree'])).toThrow('no plant');
  expect(readSettings(['--kills', '3', '--json'])).toMatchObject({
    settings: { kills: 3, postgresKills: 0 },
    isJson: true,
  });
  expect(readSettings([])).toMatchObject({ settings: { kills: 50, postgresKills: 10 } });
  expect(readSettings(['--points'])).toMatchObject({ settings: { kills: 0 }, hasPoints: true });
});
