/** `evertill tenant`: one shop out of an installation, into another, and away. */
import { makeMetrics, realWorld } from '@evertill/kernel';
import type { Vault } from '@evertill/vault';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { VERSION } from '../api-document.ts';
import { ConfigError, readConfig } from '../config.ts';
import { checkInvariants } from '../invariant-check.ts';
import { openKeyKeeping } from '../key-keeping.ts';
import type { KeyKeeping } from '../key-keeping.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { deleteTenant } from '../tenant/delete-tenant.ts';
import { exportTenant } from '../tenant/export-tenant.ts';
import { importTenant } from '../tenant/import-tenant.ts';
import { limitsCommand } from './tenant-limits.ts';
import { exitCodes, tellProgress } from './terminal.ts';

export function tenantCommand(): Command {
  return new Command('tenant')
    .description('One shop: written into a file, brought in from one, limited, deleted.')
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(limitsCommand())
    .addCommand(deleteCommand());
}

interface FileOptions {
  readonly passphraseFile: string;
  readonly json?: boolean;
}

function exportCommand(): Command {
  return new Command('export')
    .description('Write a shop into one file, locked with a passphrase, while it sells.')
    .argument('<id>', 'the shop')
    .requiredOption('--to <file>', 'where to')
    .requiredOption('--passphrase-file <file>', 'the passphrase is its first line')
    .option('--json', 'print figures as JSON')
    .action(async (tenantId: string, options: FileOptions & { to: string }) => {
      const file = path.resolve(options.to);
      const passphrase = passphraseIn(options.passphraseFile);
      await withDatabase(async (url, keeping) => {
        const shared = { url, keeping, world: realWorld() };
        const report = await exportTenant({
          ...shared,
          tenantId,
          file,
          passphrase,
          version: VERSION,
        });
        const words = `${report.rows} rows are in ${file}\n`;
        process.stdout.write(options.json === true ? figures({ file, ...report }) : words);
      });
    });
}

function importCommand(): Command {
  return new Command('import')
    .description('Bring a shop in, beside those that are here, and verify everything.')
    .argument('<file>', 'what `evertill tenant export` wrote')
    .requiredOption('--passphrase-file <file>', 'the passphrase is its first line')
    .option('--json', 'print figures as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 it is here, everything holds · 1 something does not hold',
    )
    .action(async (file: string, options: FileOptions) => {
      const passphrase = passphraseIn(options.passphraseFile);
      await withDatabase(async (url, keeping) => {
        const report = await importTenant({ url, keeping, file, passphrase, world: realWorld() });
        tellProgress('verifying what is there now');
        const breaches = await checkInvariants(url);
        const words = `${report.name} is here: ${report.rows} rows\n`;
        process.stdout.write(options.json === true ? figures({ ...report, breaches }) : words);
        for (const { id, name } of breaches) tellProgress(`${id} broken: ${name}`);
        if (breaches.length > 0) process.exitCode = exitCodes.foundWrong;
      });
    });
}

function deleteCommand(): Command {
  return new Command('delete')
    .description('Delete a suspended shop: every row of it, and the keys to its customers.')
    .argument('<id>', 'the shop')
    .requiredOption('--confirm <name>', 'the name of the shop, as it is written')
    .option('--json', 'print figures as JSON')
    .addHelpText('after', '\nBackups and exports still have it: they are yours to destroy.')
    .action(async (tenantId: string, options: { confirm: string; json?: boolean }) => {
      await withDatabase(async (url, { vault }) => {
        const world = realWorld();
        const rows = await deleteTenant({ url, tenantId, confirmedName: options.confirm, world });
        await shredKey(vault, tenantId);
        const words = `${rows} rows are gone\n`;
        process.stdout.write(
          options.json === true ? figures({ tenant_id: tenantId, rows }) : words,
        );
      });
    });
}

/** Then what backups still have of its customers opens for nobody. A server often may not do it. */
async function shredKey(vault: Vault | undefined, tenantId: string): Promise<void> {
  try {
    await vault?.shred(tenantId);
  } catch (error) {
    tellProgress(`its key in Vault is still there (docs/guides/vault.md): ${String(error)}`);
    process.exitCode = exitCodes.foundWrong;
  }
}

async function withDatabase(
  work: (url: string, keeping: KeyKeeping) => Promise<void>,
): Promise<void> {
  const config = readConfig(process.env);
  const log = openLog(config);
  const { url, postgres } = await openDatabaseOf(config, log, tellProgress);
  const keeping = await openKeyKeeping({
    ...{ config, log },
    world: realWorld(),
    metrics: makeMetrics(),
  });
  try {
    await work(url, keeping);
  } finally {
    keeping.stop();
    await postgres?.stop();
  }
}

const figures = (what: object): string => `${JSON.stringify(what)}\n`;

const PASSPHRASE_MIN = 12;

function passphraseIn(file: string): string {
  const [passphrase = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1);
  if (passphrase.length >= PASSPHRASE_MIN) return passphrase;
  throw new ConfigError(`The first line of ${file} is a passphrase of at least 12 characters.`);
}
