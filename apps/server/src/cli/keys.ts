/** `evertill keys rotate`: from now on another key signs. Nobody is logged out by it. */
import { rotateLocalSigningKeys } from '@evertill/auth';
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { signingKeysFile } from '../modules.ts';

export function keysCommand(): Command {
  return new Command('keys')
    .description('The keys that access tokens are signed with.')
    .addCommand(rotateCommand());
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('Sign with a new key. The old one is good until its last token has expired.')
    .option('--json', 'print the id of the new key as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { home } = readConfig(process.env);
      const kid = await rotateLocalSigningKeys(signingKeysFile(home), realWorld());
      process.stdout.write(json === true ? `${JSON.stringify({ kid })}\n` : `signs now: ${kid}\n`);
    });
}
