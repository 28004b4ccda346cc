/** One drill as a process of its own, for what is planted in sources: JSON in, JSON out. */
import { drill } from './drill.ts';
import type { Ground } from './ground.ts';
import { plantNames, plantOf } from './plants.ts';

interface Wanted {
  readonly ground: Ground;
  readonly plant: string;
  readonly seed: number;
  readonly loadMs: number;
}

const { ground, plant, seed, loadMs } = JSON.parse(process.argv[2] ?? '{}') as Wanted;
const name = plantNames.find((known) => known === plant);
const outcome = await drill({ ground, seed, loadMs, plant: name && plantOf(name) });
process.stdout.write(`${JSON.stringify(outcome)}\n`);
