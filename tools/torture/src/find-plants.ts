/**
 * The act of plants: each planted fault has to be found, by name, where it can be found. What only
 * a power cut shows is tried with kills first, which may not show it.
 */
import { seconds } from './act.ts';
import type { ActOutcome } from './act.ts';
import { cutPower } from './cut-power.ts';
import { bringGround } from './ground.ts';
import { hasOwnMounts } from './loop-disk.ts';
import { drillWith } from './plant-drills.ts';
import { isFound, plantNames, plantOf } from './plants.ts';
import type { PlantName } from './plants.ts';
import { torture } from './run.ts';
import type { Settings } from './settings.ts';
import type { Progress } from './stage.ts';
import type { Finding } from './traffic.ts';

const LOAD_MS = 500;
const KILLS = 3;
const CUTS = 3;

export async function findPlants(settings: Settings, onProgress: Progress): Promise<ActOutcome> {
  const begin = performance.now();
  const findings: Finding[] = [];
  const found: Record<string, string> = {};
  const ground = await bringGround();
  try {
    for (const name of plantNames) {
      const { seed } = settings;
      const seen = await searched(name, settings, async () => {
        return (await drillWith(name, { ground, seed, loadMs: LOAD_MS })).findings;
      });
      if (seen === undefined) {
        findings.push({ invariant: 'absent', what: `${name} needs a power cut: Linux and root` });
        continue;
      }
      found[name] = namedIn(name, seen);
      onProgress(`${name}: ${found[name]}`);
      if (!isFound(name, seen)) findings.push({ invariant: 'plant', what: `${name} is not found` });
    }
  } finally {
    await ground.remove();
  }
  const tookS = seconds(performance.now() - begin);
  const figures = { planted: plantNames.length, ...found, took_s: tookS };
  return { name: 'plants', figures, findings };
}

/** Undefined where it cannot be looked for here. */
async function searched(
  name: PlantName,
  settings: Settings,
  inDrill: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[] | undefined> {
  const { by, slowCommits = false } = plantOf(name);
  if (by === 'drill') return inDrill();
  const kills = slowCommits ? { kills: 1, postgresKills: 0 } : { kills: 0, postgresKills: KILLS };
  const planted = { ...settings, ...kills, plant: name, slowCommits };
  const byKills = (await torture(planted, () => undefined)).findings;
  if (by === 'kills') return byKills;
  if (isFound(name, byKills)) throw new Error(`${name} was to be invisible to kills`);
  if (!hasOwnMounts()) return undefined;
  return (await cutPower(planted, CUTS, () => undefined)).findings;
}

/** By which of its invariants it was found. */
function namedIn(name: PlantName, findings: readonly Finding[]): string {
  const { breaks } = plantOf(name);
  const named = new Set(findings.map(({ invariant }) => invariant));
  return breaks.filter((one) => named.has(one)).join(', ') || 'not found';
}
