/** `evertill import products`: a file of products goes into a shop. Again, it changes nothing. */
import { catalog } from '@evertill/contract';
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, readConfig } from '../config.ts';
import { importFile } from '../products-file/import-file.ts';
import type { Imported } from '../products-file/import-file.ts';
import { whichShop } from '../products-file/which-shop.ts';
import { progressOn } from '../replay/progress-bar.ts';
import { openAssembly } from '../serve.ts';
import { exitCodes, tellProgress } from './terminal.ts';

interface Options {
  readonly tenant?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function importCommand(): Command {
  const products = new Command('products')
    .description('Make or change products by SKU, from a CSV file. Again, it changes nothing.')
    .argument('<file>', 'CSV in UTF-8 with headings: sku, name, price, and what else an export has')
    .option('--tenant <shop>', 'id of the shop, or name of a demo shop; else the first demo shop')
    .option('--dry-run', 'judge every line and keep nothing')
    .option('--json', 'print figures as JSON')
    .addHelpText('after', '\nExit codes: 0 all taken · 1 lines refused: see FILE.errors.csv')
    .action(run);
  return new Command('import').description('Bring in what is in a file.').addCommand(products);
}

async function run(file: string, options: Options): Promise<void> {
  await access(file).catch(() => {
    throw new ConfigError(`There is no file ${file} that can be read.`);
  });
  const config = readConfig(process.env);
  const world = realWorld();
  const nowMs = (): number => world.clock.now().getTime();
  const startedMs = nowMs();
  const isDryRun = options.dryRun === true;
  const reason = `import ${path.basename(file)}`.replace(/\p{Cc}/gu, '?').slice(0, 200);
  const opened = await openAssembly(config, world, tellProgress);
  const progress = progressOn({ stream: process.stderr, nowMs });
  try {
    const { assembly } = opened;
    const shop = await whichShop(assembly, config.home, options.tenant);
    const imported = await importFile({
      file,
      onProgress: progress.lines,
      send: async (rows) => {
        const input = { rows: [...rows], isDryRun, reason };
        return (await assembly.ask(catalog.importProducts, shop(), input)).rows;
      },
    });
    progress.stop();
    tell(imported, options, (nowMs() - startedMs) / 1000);
  } finally {
    progress.stop();
    await opened.stop();
  }
}

function tell({ figures, flaws, errorFile }: Imported, options: Options, seconds: number): void {
  for (const { line, column, reason } of flaws) {
    tellProgress(`line ${line}: ${column === '' ? 'it' : column} ${reason}`);
  }
  if (errorFile !== undefined) tellProgress(`all that is wrong: ${errorFile}`);
  const { rows, created, changed, unchanged, refused } = figures;
  const isDryRun = options.dryRun === true;
  if (options.json === true) {
    const report = { ...figures, dry_run: isDryRun, error_file: errorFile ?? null };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    const would = isDryRun ? ' (dry run: nothing was kept)' : '';
    process.stdout.write(
      `${rows} rows in ${Math.round(seconds)} s: ${created} made, ${changed} changed, ` +
        `${unchanged} as they were, ${refused} refused${would}\n`,
    );
  }
  if (refused > 0) process.exitCode = exitCodes.foundWrong;
}
