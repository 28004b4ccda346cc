/** Seals the key of every shop under the newest key, one by one: killed, it goes on from there. */
import { customers } from '@evertill/contract';
import pg from 'pg';
import type { Assembly } from '../assemble.ts';
import { keptShopKeys } from './kept-shop-keys.ts';
import type { KeptShopKey } from './kept-shop-keys.ts';

const TELL_EVERY = 100;

export interface Rewrapping {
  readonly assembly: Pick<Assembly, 'ask' | 'ownContext'>;
  readonly databaseUrl: string;
  /** One shop alone. */
  readonly tenantId?: string | undefined;
  readonly onProgress: (message: string) => void;
}

/** Each is opened first, so that what cannot be opened stops it here and is not lost. */
export async function rewrapShops(options: Rewrapping): Promise<{ shops: number; anew: number }> {
  const { assembly, onProgress, tenantId } = options;
  const kept = await readShopKeys(options.databaseUrl, tenantId);
  let [done, anew] = [0, 0];
  for (const shop of kept) {
    const context = assembly.ownContext(shop.tenantId);
    const { isRewrapped } = await assembly.ask(customers.rewrapKey, context, {});
    done += 1;
    if (isRewrapped) anew += 1;
    if (done % TELL_EVERY === 0) {
      onProgress(`${done} of ${kept.length} shops, ${anew} wrapped anew`);
    }
  }
  return { shops: kept.length, anew };
}

/** As the owner of the database; throws a `ConfigError` where a shop is named that is none. */
export async function readShopKeys(
  databaseUrl: string,
  tenantId?: string,
): Promise<readonly KeptShopKey[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await keptShopKeys(client, tenantId);
  } finally {
    await client.end();
  }
}
