/** `evertill export products`: the products of a shop as a CSV file that an import reads back. */
import { catalog } from '@evertill/contract';
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { open, rename } from 'node:fs/promises';
import { once } from 'node:events';
import { readConfig } from '../config.ts';
import { exportFile } from '../products-file/export-file.ts';
import { whichShop } from '../products-file/which-shop.ts';
import { progressOn } from '../replay/progress-bar.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

interface Options {
  readonly tenant?: string;
  readonly out?: string;
}

export function exportCommand(): Command {
  const products = new Command('products')
    .description('Write the products of a shop as CSV. It holds what they cost.')
    .option('--tenant <shop>', 'id of the shop, or name of a demo shop; else the first demo shop')
    .option('--out <file>', 'where to; stdout if nothing is named')
    .action(run);
  return new Command('export').description('Write out what a shop has.').addCommand(products);
}

async function run({ tenant, out }: Options): Promise<void> {
  const config = readConfig(process.env);
  const world = realWorld();
  const opened = await openAssembly(config, world, tellProgress);
  const progress = progressOn({
    stream: process.stderr,
    nowMs: () => world.clock.now().getTime(),
  });
  try {
    const { assembly } = opened;
    const shop = await whichShop(assembly, config.home, tenant);
    const sink = out === undefined ? toStdout : await toFile(out);
    const count = await exportFile({
      read: (after, limit) =>
        assembly.ask(catalog.exportProducts, shop(), { after, limit, reason: 'export' }),
      write: sink.write,
      onProgress: progress.lines,
    });
    await sink.finish();
    progress.stop();
    tellProgress(`${count} products written`);
  } finally {
    progress.stop();
    await opened.stop();
  }
}

interface Sink {
  readonly write: (text: string) => Promise<void>;
  readonly finish: () => Promise<void>;
}

const toStdout: Sink = {
  write: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  finish: async () => undefined,
};

/** Under its own name only when it is whole. A spreadsheet knows UTF-8 by the mark in front. */
async function toFile(out: string): Promise<Sink> {
  const part = `${out}.part`;
  const handle = await open(part, 'w', 0o600);
  await handle.write('\ufeff');
  return {
    write: async (text) => {
      await handle.write(text);
    },
    finish: async () => {
      await handle.sync();
      await handle.close();
      await rename(part, out);
    },
  };
}
