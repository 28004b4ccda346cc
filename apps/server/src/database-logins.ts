/** Who logs in at the database as each module, where Vault lends them. */
import { checkLogin, shapeOf, urlFor } from '@evertill/kernel';
import type { LoginSource, ModuleName } from '@evertill/kernel';
import type { DatabaseLogins, Vault } from '@evertill/vault';
import type { Config } from './config.ts';
import { modules as entries } from './modules.ts';

export interface Logins {
  /** Undefined where the module has a password of its own. */
  readonly of: (module: ModuleName) => LoginSource | undefined;
  /** Once the databases are closed. */
  readonly stop: () => Promise<void>;
}

export interface LoginsOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'hasOwner' | 'modules'>;
  readonly vault: Pick<Vault, 'databaseLogins'> | undefined;
}

/** Never fails for Vault: a module whose log-in is not there yet is not ready, and waits for it. */
export async function openLogins(options: LoginsOptions): Promise<Logins> {
  const lent = new Map<ModuleName, DatabaseLogins>();
  for (const module of options.config.modules) {
    const logins = await loginsOf(options, module);
    if (logins !== undefined) lent.set(module, logins);
  }
  await Promise.all([...lent.values()].map((logins) => logins.start()));
  return {
    of: (module) => lent.get(module),
    stop: async () => {
      await Promise.all([...lent.values()].map((logins) => logins.stop()));
    },
  };
}

/** Not asked for yet. */
export async function loginsOf(
  { config, vault }: LoginsOptions,
  module: ModuleName,
): Promise<DatabaseLogins | undefined> {
  const { databaseUrl: at, hasOwner } = config;
  if (vault?.databaseLogins === undefined || at === undefined) return undefined;
  // Whoever has the owner's log-in has migrated. Whoever has not looks, and once is enough: a newer
  // version's migrations are made to be borne by those that still run.
  let shape = hasOwner ? undefined : await shapeOf(entries[module].migrations);
  return vault.databaseLogins({
    module,
    check: async (login) => {
      await checkLogin({ url: urlFor(at, login), module, shape });
      shape = undefined;
    },
  });
}
