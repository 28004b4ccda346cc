/**
 * `evertill keys`: what signs and what seals. Nobody is logged out when a key is turned round, and
 * whatever is wrapped anew is wrapped shop by shop: killed, it is run again.
 */
import { rotateSigningKeys } from '@evertill/auth';
import { isUuid, realWorld, rotateLocalSealingKeys } from '@evertill/kernel';
import { Command } from 'commander';
import { ConfigError, readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { customerKeysFile } from '../key-keeping.ts';
import { keyStatus } from '../keys/key-status.ts';
import { moveKeys } from '../keys/move-keys.ts';
import { readShopKeys, rewrapShops } from '../keys/rewrap-shops.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly customers?: boolean;
  readonly tenant?: string;
  readonly to?: string;
}

export function keysCommand(): Command {
  return new Command('keys')
    .description("The keys that sign access tokens, and that wrap customers' keys.")
    .addCommand(rotateCommand())
    .addCommand(rewrapCommand())
    .addCommand(statusCommand())
    .addCommand(moveCommand());
}

type Opened = Omit<Awaited<ReturnType<typeof openAssembly>>, 'stop'>;

async function withAssembly(
  config: Config,
  work: (opened: Opened) => Promise<readonly [words: string, figures: object]>,
  { json: isJson }: Options,
): Promise<void> {
  const opened = await openAssembly(config, realWorld(), tellProgress);
  try {
    const [words, figures] = await work(opened);
    process.stdout.write(isJson === true ? `${JSON.stringify(figures)}\n` : `${words}\n`);
  } finally {
    await opened.stop();
  }
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('Sign with a new key. The old one is good until its last token has expired.')
    .option('--customers', "wrap the keys of the shops' customers with a new key instead")
    .option('--json', 'print the id of the new key as JSON')
    .addHelpText(
      'after',
      '\nWith --customers the old key stays in its place: older backups cannot be read without.',
    )
    .action(async (options: Options) => {
      const config = readConfig(process.env);
      if (options.customers === true) {
        return withAssembly(config, (opened) => rotateCustomerKeys(config, opened), options);
      }
      return withAssembly(config, rotateSigning, options);
    });
}

async function rotateSigning({ assembly }: Opened): Promise<readonly [string, object]> {
  const kid = await rotateSigningKeys(assembly.keeping.signing, realWorld());
  return [`signs now: ${kid}`, { kid }];
}

/** In a file one key wraps them all; in Vault each shop has its own. */
async function rotateCustomerKeys(
  config: Config,
  { assembly, databaseUrl }: Opened,
): Promise<readonly [string, object]> {
  const rewrap = () => rewrapShops({ assembly, databaseUrl, onProgress: tellProgress });
  const { vault } = assembly.keeping;
  if (config.keysIn === 'file' || vault === undefined) {
    const kid = await rotateLocalSealingKeys(customerKeysFile(config.home), realWorld());
    const { anew: rewrapped } = await rewrap();
    return [`wraps now: ${kid}, ${rewrapped} shops wrapped anew`, { kid, rewrapped }];
  }
  // What a file still wraps gets a key of its own by being wrapped.
  await rewrap();
  const kept = await readShopKeys(databaseUrl);
  for (const { tenantId } of kept) await vault.rotate(tenantId);
  const { anew: rewrapped } = await rewrap();
  const words = `${kept.length} keys in Vault have a new version, ${rewrapped} shops wrapped anew`;
  return [words, { rotated: kept.length, rewrapped }];
}

function rewrapCommand(): Command {
  return new Command('rewrap')
    .description("Wrap the keys of the shops' customers with the newest key, where one is older.")
    .option('--tenant <id>', 'of one shop alone')
    .option('--json', 'print the figures as JSON')
    .action((options: Options) => {
      const { tenant: tenantId } = options;
      if (tenantId !== undefined && !isUuid(tenantId)) {
        throw new ConfigError(`${tenantId} is the id of no shop.`);
      }
      const work = async ({ assembly, databaseUrl }: Opened) => {
        const done = await rewrapShops({
          assembly,
          databaseUrl,
          tenantId,
          onProgress: tellProgress,
        });
        return [`${done.shops} shops, ${done.anew} wrapped anew`, done] as const;
      };
      return withAssembly(readConfig(process.env), work, options);
    });
}

function statusCommand(): Command {
  return new Command('status')
    .description('Which keys there are, where, and what the newest of them do not seal yet.')
    .option('--json', 'print the figures as JSON')
    .action((options: Options) => {
      const config = readConfig(process.env);
      const work = async ({ assembly, databaseUrl }: Opened) => {
        const { vault } = assembly.keeping;
        const kept = await readShopKeys(databaseUrl);
        const status = await keyStatus({ ...config, vault, kept });
        const { signing_keys: signing, account_keys: accounts, shops } = status;
        const words = [
          `sealing with: ${status.sealing_with}`,
          `signing keys: ${signing.vault} in Vault, ${signing.file} in a file`,
          `account keys: ${accounts.vault} in Vault, ${accounts.file} in a file`,
          `shops by Vault: ${shops.vault_newest} by the newest, ${shops.vault_older} by an older`,
          `shops by a file: ${shops.file_newest} by the newest, ${shops.file_older} by an older`,
        ].join('\n');
        return [words, status] as const;
      };
      return withAssembly(config, work, options);
    });
}

function moveCommand(): Command {
  return new Command('move')
    .description('Bring all keys from their files into Vault, or back, while shops sell.')
    .requiredOption('--to <place>', '`vault` or `file`')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', '\nNothing is removed. Run it again until `keys status` is as wished.')
    .action((options: Options) => {
      const { to } = options;
      if (to !== 'vault' && to !== 'file') throw new ConfigError('--to is vault or file.');
      const config = { ...readConfig(process.env), keysIn: to } as const;
      if (config.vault === undefined) throw new ConfigError('VAULT_ADDR says where Vault is.');
      const work = async ({ assembly, databaseUrl }: Opened) => {
        const { vault } = assembly.keeping;
        if (vault === undefined) throw new Error('Vault was not opened');
        const keys = await moveKeys({ home: config.home, vault, to });
        const rewrapping = { assembly, databaseUrl, onProgress: tellProgress };
        const { shops, anew } = await rewrapShops(rewrapping);
        // Once more: it opens every one of them from where it now is.
        const again = await rewrapShops(rewrapping);
        if (again.anew > 0) throw new Error(`${again.anew} shops were not where they were put`);
        const words = `${keys} keys and ${anew} of ${shops} shops brought to ${to}; all of it opens`;
        return [words, { keys, shops, moved: anew }] as const;
      };
      return withAssembly(config, work, options);
    });
}
