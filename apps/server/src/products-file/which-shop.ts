/** Which shop a command means: by its id, or a demo shop by its name; the first one if none. */
import { auth } from '@evertill/contract';
import { Refusal, isUuid } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import type { Assembly } from '../assemble.ts';
import { ConfigError } from '../config.ts';
import { readDemoFile } from '../demo.ts';

/** A context in which the operator of the server acts for the shop. */
export type ShopContext = () => TenantContext;

export async function whichShop(
  assembly: Pick<Assembly, 'ask' | 'ownContext'>,
  home: string,
  wanted: string | undefined,
): Promise<ShopContext> {
  const tenantId = wanted !== undefined && isUuid(wanted) ? wanted : demoShop(home, wanted);
  try {
    await assembly.ask(auth.findTenant, assembly.ownContext(tenantId), {});
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
    throw new ConfigError(`There is no shop ${tenantId} in this database.`);
  }
  // Each call has a deadline of its own.
  return () => ({ ...assembly.ownContext(tenantId), tenantId });
}

function demoShop(home: string, wanted: string | undefined): string {
  const tenants = readDemoFile(home)?.tenants ?? [];
  const found = wanted === undefined ? tenants[0] : tenants.find(({ name }) => name === wanted);
  if (found !== undefined) return found.tenant_id;
  const names = tenants.map(({ name }) => name).join(', ');
  throw new ConfigError(`Say which shop with --tenant: its id${names && `, or one of: ${names}`}.`);
}
