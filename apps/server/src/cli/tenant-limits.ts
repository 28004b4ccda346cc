/** `evertill tenant limits`: what one shop may ask for, where it is not what everybody may. */
import { auth, shopPolicies, tenantLimitBounds } from '@evertill/contract';
import type { ShopPolicy, TenantLimit } from '@evertill/contract';
import { isUuid, realWorld } from '@evertill/kernel';
import type { Allowances } from '@evertill/kernel';
import { Command } from 'commander';
import { ConfigError, readConfig } from '../config.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

type Wanted = Readonly<Partial<Record<ShopPolicy, string>>>;

interface Options extends Wanted {
  readonly reason?: string;
  readonly json?: boolean;
}

export function limitsCommand(): Command {
  const command = new Command('limits')
    .description('What a shop may ask for; with --<policy>, something else than everybody may.')
    .argument('<id>', 'the shop');
  for (const policy of shopPolicies) {
    command.option(`--${policy} <limit>`, 'units/seconds, as 6000/60; or default, as everybody');
  }
  return command
    .option('--reason <text>', "why, for the shop's audit log")
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nServers that run take it up within five seconds. A request is one unit; one that reads' +
        '\nmuch, ten. tenant counts all of the shop, caller each person and key by itself.',
    )
    .action(async (tenantId: string, options: Options) => {
      const wanted = readWanted(options);
      if (!isUuid(tenantId)) throw new ConfigError(`${tenantId} is not the id of a shop.`);
      const config = readConfig(process.env);
      const { assembly, stop } = await openAssembly(config, realWorld(), tellProgress);
      try {
        const { ask, ownContext } = assembly;
        const context = ownContext(tenantId);
        let { limits } = await ask(auth.findTenantLimits, context, {});
        if (wanted.size > 0) {
          const change = { limits: changed(limits, wanted), ...reasonIn(options) };
          ({ limits } = await ask(auth.changeTenantLimits, context, change));
        }
        const json = JSON.stringify({ tenant_id: tenantId, limits });
        const text = options.json === true ? json : table(limits, config.allowances);
        process.stdout.write(`${text}\n`);
      } finally {
        await stop();
      }
    });
}

const reasonIn = ({ reason }: Options): { readonly reason?: string } =>
  reason === undefined ? {} : { reason };

/** Undefined stands for what everybody has. */
type Wishes = ReadonlyMap<ShopPolicy, TenantLimit | undefined>;

/** Throws a `ConfigError` in words for what is no limit. */
export function readWanted(options: Wanted): Wishes {
  return new Map(
    shopPolicies.flatMap((policy): [ShopPolicy, TenantLimit | undefined][] => {
      const text = options[policy];
      if (text === undefined) return [];
      return [[policy, text === 'default' ? undefined : limitOf(policy, text)]];
    }),
  );
}

function limitOf(policy: ShopPolicy, text: string): TenantLimit {
  const { unitsMax, secondsMax } = tenantLimitBounds;
  const [, units = '', seconds = ''] = /^([1-9][0-9]{0,9})\/([1-9][0-9]{0,9})$/.exec(text) ?? [];
  const limit = { policy, units: Number(units), seconds: Number(seconds) };
  if (units === '' || limit.units > unitsMax || limit.seconds > secondsMax) {
    throw new ConfigError(
      `--${policy} is units/seconds, as 6000/60, at most ${unitsMax}/${secondsMax}; ` +
        `or default; and is ${text}.`,
    );
  }
  return limit;
}

function changed(limits: readonly TenantLimit[], wanted: Wishes): TenantLimit[] {
  return shopPolicies.flatMap((policy) => {
    const known = limits.find((one) => one.policy === policy);
    const limit = wanted.has(policy) ? wanted.get(policy) : known;
    return limit === undefined ? [] : [limit];
  });
}

function table(limits: readonly TenantLimit[], everybody: Allowances): string {
  return shopPolicies
    .map((policy) => {
      const own = limits.find((one) => one.policy === policy);
      const limit = own ?? everybody[policy];
      const words = limit === undefined ? 'no limit' : `${limit.units}/${limit.seconds}`;
      return `${policy.padEnd(8)}${words}${own === undefined ? '' : ', its own'}`;
    })
    .join('\n');
}
