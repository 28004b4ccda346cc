/**
 * `evertill keys rotate`: from now on another key signs. Nobody is logged out by it. With
 * `--customers`, another key wraps the keys of the shops' customers, and each is wrapped anew.
 */
import { rotateLocalSigningKeys } from '@evertill/auth';
import { auth, customers } from '@evertill/contract';
import { realWorld, rotateLocalSealingKeys } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { customerKeysFile, signingKeysFile } from '../modules.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly customers?: boolean;
}

export function keysCommand(): Command {
  return new Command('keys')
    .description("The keys that sign access tokens, and that wrap customers' keys.")
    .addCommand(rotateCommand());
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('Sign with a new key. The old one is good until its last token has expired.')
    .option('--customers', "wrap the keys of the shops' customers with a new key instead")
    .option('--json', 'print the id of the new key as JSON')
    .addHelpText(
      'after',
      '\nWith --customers the old key stays in its file: backups of before cannot be read without.',
    )
    .action(async ({ json, customers: isCustomers }: Options) => {
      if (isCustomers === true) return rotateCustomerKeys(json === true);
      const { home } = readConfig(process.env);
      const kid = await rotateLocalSigningKeys(signingKeysFile(home), realWorld());
      process.stdout.write(json === true ? `${JSON.stringify({ kid })}\n` : `signs now: ${kid}\n`);
    });
}

/** Repeatable: killed half-way, both keys are in the file, and the next run wraps the rest. */
async function rotateCustomerKeys(isJson: boolean): Promise<void> {
  const config = readConfig(process.env);
  const opened = await openAssembly(config, realWorld(), tellProgress);
  try {
    const kid = await rotateLocalSealingKeys(customerKeysFile(config.home), realWorld());
    const { ask, ownContext } = opened.assembly;
    const { tenantIds } = await ask(auth.listTenants, ownContext(null), {});
    let rewrapped = 0;
    for (const tenantId of tenantIds) {
      const answer = await ask(customers.rewrapKey, ownContext(tenantId), {});
      if (answer.isRewrapped) rewrapped += 1;
    }
    const words = `wraps now: ${kid}, ${rewrapped} shops wrapped anew\n`;
    process.stdout.write(isJson ? `${JSON.stringify({ kid, rewrapped })}\n` : words);
  } finally {
    await opened.stop();
  }
}
