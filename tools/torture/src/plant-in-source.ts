/**
 * Loaded into a process before its program: changes the sources that RIG_PLANT names while they are
 * loaded. No file is touched. Words that are not found end the process: a plant that does not take
 * would be a fault that nobody can find.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { plantedSources } from './plant-sources.ts';
import type { SourceChange } from './plant-sources.ts';

const root = new URL('../../../', import.meta.url);
const name = process.env['RIG_PLANT'] ?? '';
const known: Readonly<Record<string, readonly SourceChange[] | undefined>> = plantedSources;
const planted = known[name] ?? [];
const byUrl = Map.groupBy(planted, ({ file }) => new URL(file, root).href);

registerHooks({
  load: (url, context, nextLoad) => {
    const found = byUrl.get(url);
    if (found === undefined) return nextLoad(url, context);
    let source = readFileSync(fileURLToPath(url), 'utf8');
    for (const [from, to] of found.flatMap(({ changes }) => changes)) {
      const next = source.replace(from, () => to);
      if (next === source) {
        process.stderr.write(`the plant ${name} finds nothing to change in ${url}: ${from}\n`);
        process.exit(9);
      }
      source = next;
    }
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});
