/**
 * The keys of a shop. One secret a shop is made at its first use and kept sealed under a key that
 * the database never has; from it come the key that seals the keys of its customers, and the key of
 * its blind index. Remembered for a minute, so that a page of customers asks the sealer once.
 */
import { isUuid, refuse, shortMemory } from '@evertill/kernel';
import type { Database, Sealer, Surroundings } from '@evertill/kernel';
import { hkdfSync } from 'node:crypto';

export interface Keys {
  /** Seals the keys of the customers. */
  readonly data: Buffer;
  /** Makes the marks of the blind index. */
  readonly index: Buffer;
}

export interface ShopKeys {
  /** Refused as `keys_unavailable` where what seals them cannot be reached, or is another's. */
  readonly of: (tenant: { readonly tenantId: string }) => Promise<Keys>;
  /** Under the newest version of what seals them; false where there is none, or it was so. */
  readonly rewrap: (tenant: { readonly tenantId: string }) => Promise<boolean>;
}

const KEY_BYTES = 32;
const AGE_MS_MAX = 60_000;
/** What seals them may be away for so long before a shop notices, where nobody says otherwise. */
const STALE_MS_MAX = 600_000;
/** Whoever has a shop's keys waits no longer to hear that they are still the same. */
const PATIENCE_MS = 250;
const RETRY_SECONDS = 60;

type Needed = Pick<Surroundings, 'database' | 'clock' | 'scheduler' | 'randomness' | 'log'>;

export interface ShopKeysOptions {
  readonly sealerOf: (tenantId: string) => Sealer;
  readonly staleMsMax?: number;
}

export function makeShopKeys(needs: Needed, options: ShopKeysOptions): ShopKeys {
  const { clock, scheduler, database } = needs;
  const { sealerOf, staleMsMax = STALE_MS_MAX } = options;
  const memory = shortMemory<Keys>({
    clock,
    ageMsMax: AGE_MS_MAX,
    staleMsMax,
    patience: { scheduler, msMax: PATIENCE_MS },
    ask: async (tenantId) => {
      const known = await readSealed(database, tenantId);
      const sealer = sealerOf(tenantId);
      const sealed = known ?? (await make(needs, sealer, tenantId));
      return keysFrom(await sealing(needs, () => sealer.open(sealed, placeOf(tenantId))));
    },
  });
  return {
    of: ({ tenantId }) => memory.find(tenantId),
    rewrap: async ({ tenantId }) => {
      const sealed = await readSealed(database, tenantId);
      if (sealed === undefined) return false;
      const anew = await sealing(needs, () => sealerOf(tenantId).reseal(sealed, placeOf(tenantId)));
      if (anew === sealed) return false;
      await writeRewrapped(needs, tenantId, { sealed, anew });
      return true;
    },
  };
}

/** What a shop's secret is bound to, so that it opens in its own row alone. */
function placeOf(tenantId: string): string {
  return `customers ${tenantId}`;
}

function keysFrom(secret: Buffer): Keys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `evertill customers ${purpose}`, KEY_BYTES));
  return { data: derive('data'), index: derive('index') };
}

/** Whatever goes wrong with the key that wraps them, a shop hears the same. */
async function sealing<T>({ log }: Needed, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, 'the key of a shop cannot be opened');
    return refuse('keys_unavailable', { retryAfterSeconds: RETRY_SECONDS });
  }
}

async function readSealed(database: Database, tenantId: string): Promise<string | undefined> {
  const [row] = await database.read({ tenantId }, (tx) =>
    tx.query<{ sealed_key: string }>(
      'SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1',
      [tx.tenantId],
    ),
  );
  return row?.sealed_key;
}

/** Of two who make it at once, the quicker one's stays. */
async function make(needs: Needed, sealer: Sealer, tenantId: string): Promise<string> {
  const { database, randomness, clock } = needs;
  if (!isUuid(tenantId)) throw new Error('a key belongs to a shop');
  const secret = randomness.bytes(KEY_BYTES);
  const sealed = await sealing(needs, () => sealer.seal(secret, placeOf(tenantId)));
  await database.inTransaction({ tenantId }, (tx) =>
    tx.query(
      `INSERT INTO customers.tenant_keys (tenant_id, sealed_key, created_at)
       VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [tx.tenantId, sealed, clock.now()],
    ),
  );
  const kept = await readSealed(database, tenantId);
  if (kept === undefined) throw new Error('the key of a shop is not there after its insert');
  return kept;
}

async function writeRewrapped(
  { database, clock }: Needed,
  tenantId: string,
  { sealed, anew }: { readonly sealed: string; readonly anew: string },
): Promise<void> {
  await database.inTransaction({ tenantId }, (tx) =>
    tx.query(
      `UPDATE customers.tenant_keys SET sealed_key = $3, rewrapped_at = $4
       WHERE tenant_id = $1 AND sealed_key = $2`,
      [tx.tenantId, sealed, anew, clock.now()],
    ),
  );
}
