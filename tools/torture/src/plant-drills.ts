/** Drills with a planted fault, each in the process that it needs. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { drill } from './drill.ts';
import type { DrillOutcome, DrillSettings } from './drill.ts';
import { plantOf } from './plants.ts';
import type { PlantName } from './plants.ts';

const DRILL_MS_MAX = 220_000;
const OUTPUT_BYTES_MAX = 10_000_000;

const hooks = fileURLToPath(new URL('./plant-in-source.ts', import.meta.url));
const program = fileURLToPath(new URL('./drill-main.ts', import.meta.url));

/** What is planted in sources takes a process of its own, since sources are loaded once. */
export async function drillWith(
  name: PlantName,
  settings: Omit<DrillSettings, 'plant'>,
): Promise<DrillOutcome> {
  const plant = plantOf(name);
  const { source, nodeWords = ['--import', hooks] } = plant;
  const isInProcess = source === undefined && plant.nodeWords === undefined;
  if (isInProcess) return drill({ ...settings, plant });
  const words = [...nodeWords, program, JSON.stringify({ ...settings, plant: name })];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, RIG_PLANT: source ?? '' },
    timeout: DRILL_MS_MAX,
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  return JSON.parse(stdout) as DrillOutcome;
}
