/**
 * Bugs that registers have had, planted one at a time into the engine's own text: a simulation that
 * does not find each of them proves nothing. The text is changed as it is loaded, under an address
 * of its own, so that the true engine stays beside it.
 */
import { registerHooks } from 'node:module';
import type { Engine } from './disk.ts';
import { plants } from './plant-list.ts';
import type { Plant } from './plant-list.ts';
import type { Simulation } from './simulation.ts';

const MARK = 'plant=';
const source = /\/packages\/sync\/src\/([a-z-]+\.ts)\?plant=([a-z0-9-]+)$/;
/** Those that were loaded: a plant that stands nowhere would be a good engine, and never found. */
const loadedPlants = new Set<string>();

/** True when every bug was found. */
export async function catchAll(on: Simulation, name: string, seeds: number): Promise<number> {
  plantAtLoading();
  const names = name.split(',');
  const wanted = name === 'all' ? plants : plants.filter((plant) => names.includes(plant.name));
  if (wanted.length === 0) throw new Error(`there is no plant ${name}`);
  let missed = 0;
  for (const plant of wanted) {
    const caught = await catchOne(on, plant, seeds);
    console.log(`${plant.name}: ${caught ?? 'NOT FOUND'}`);
    if (caught === undefined) missed += 1;
  }
  console.log(`${String(wanted.length - missed)} of ${String(wanted.length)} planted bugs found`);
  return missed === 0 ? 0 : 1;
}

async function catchOne(on: Simulation, plant: Plant, seeds: number): Promise<string | undefined> {
  const sync = await loadWith(plant);
  for (let seed = plant.seed; seed < plant.seed + seeds; seed += 1) {
    const { findings } = await on.runSeed(sync, seed);
    const found = findings.find((finding) => finding.includes(plant.foundAs ?? ''));
    if (found !== undefined) return `seed ${String(seed)}: ${found.slice(0, 160)}`;
  }
  return undefined;
}

async function loadWith({ name }: Plant): Promise<Engine> {
  const door = import.meta.resolve('@evertill/sync');
  const sync = (await import(`${door}?${MARK}${name}`)) as Engine;
  if (!loadedPlants.has(name)) throw new Error(`${name} was not planted`);
  return sync;
}

/** What the planted door imports of its own package is planted too. */
function plantAtLoading(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const parent = source.exec(context.parentURL ?? '');
      const isOwn = specifier.startsWith('./') && parent !== null;
      return isOwn ? { ...found, url: `${found.url}?${MARK}${parent[2] ?? ''}` } : found;
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const [, file, name] = source.exec(url) ?? [];
      const plant = plants.find((one) => one.name === name && one.file === file);
      if (plant === undefined) return loaded;
      loadedPlants.add(plant.name);
      return { ...loaded, source: planted(textOf(loaded.source), plant) };
    },
  });
}

function textOf(text: unknown): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(text as Uint8Array);
}

/** A text that is not there any more is a plant that does nothing: it says so. */
function planted(text: string, { name, edits }: Plant): string {
  return edits.reduce((sum, [good, bad]) => {
    if (sum.split(good).length !== 2) throw new Error(`${name}: its text is not there once`);
    return sum.replace(good, () => bad);
  }, text);
}
