/** Whether Vault lends what modules log in with: each is borrowed, tried and given back. */
import { makeLog, makeMetrics, moduleNames, realWorld } from '@evertill/kernel';
import { openVault } from '@evertill/vault';
import type { Config } from '../config.ts';
import { loginsOf } from '../database-logins.ts';
import type { Finding } from './examine.ts';

/** Nothing where it is not asked to. */
export async function examineLentLogins(
  config: Pick<Config, 'vault' | 'databaseUrl' | 'hasOwner' | 'modules'>,
): Promise<Finding[]> {
  if (config.vault?.databaseMount === undefined) return [];
  const log = makeLog({ level: 'silent', destination: { write: () => undefined } });
  const surroundings = { world: realWorld(), log, metrics: makeMetrics() };
  const vault = await openVault({ ...surroundings, settings: config.vault });
  const tried = moduleNames.map(async (module) => {
    const logins = await loginsOf({ config, vault }, module);
    try {
      await logins?.tryOnce();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    } finally {
      await logins?.stop();
    }
  });
  try {
    const flaws = (await Promise.all(tried)).flat();
    const detail = flaws.length === 0 ? `${moduleNames.length} modules` : flaws.join('; ');
    const standing = flaws.length === 0 ? 'well' : 'ill';
    return [{ what: 'Vault lends log-ins at the database', standing, detail }];
  } finally {
    vault.stop();
  }
}
