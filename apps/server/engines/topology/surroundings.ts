/**
 * What the split processes have beside their database, each of it real: Kafka, Redis, Vault, and a
 * PgBouncer in front of PostgreSQL. The one process has none of it.
 */
import { lendLogins, makeRedisServer, makeVaultServer } from '@evertill/testing';
import type { VaultServer } from '@evertill/testing';
import { moduleNames } from '@evertill/kernel';
import { afterAll, expect, inject } from 'vitest';
import type { Surroundings } from '../../test/deployments.ts';
import { startPooler } from '../pgbouncer.ts';

export interface Outside {
  /** What an installation is told of all this; `prefix` keeps it apart from others. */
  readonly settingsFor: (prefix: string) => (databaseUrl: string) => Promise<Surroundings>;
  /** That nothing of it stood there idle. */
  readonly expectUsed: (prefix: string, databaseUrl: string) => Promise<void>;
}

const clean: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const one of clean.toReversed()) await one();
});

/** Started here, and gone when the tests of this file are over. */
export async function openOutside(): Promise<Outside> {
  const redis = await makeRedisServer();
  clean.push(redis.remove);
  const vault = await makeVaultServer();
  clean.push(vault.remove);
  const pooler = await startPooler(inject('postgresUrl'));
  clean.push(pooler.stop);
  let countedBefore = 0;
  return {
    settingsFor: (prefix) => async (databaseUrl) => {
      countedBefore = await redis.counted();
      const { address, login } = await vault.settings(600, prefix);
      const lent = await lendLogins(vault, databaseUrl, prefix);
      clean.push(lent.remove);
      // So short that they change while the story is told.
      await lent.live(60, 120);
      return {
        ...(await pooler.settingsFor(databaseUrl)),
        KAFKA_BROKERS: inject('kafkaBrokers').join(),
        EVERTILL_KAFKA_PREFIX: prefix,
        REDIS_URL: redis.url,
        EVERTILL_REDIS_PREFIX: prefix,
        VAULT_ADDR: address,
        VAULT_ROLE_ID_FILE: login.roleIdFile,
        VAULT_SECRET_ID_FILE: login.secretIdFile,
        EVERTILL_VAULT_PREFIX: prefix,
        EVERTILL_VAULT_DATABASE: 'database',
        // A crowded machine may answer late; what is then done without is looked at elsewhere.
        EVERTILL_REDIS_DEADLINE_MS: '5000',
        EVERTILL_VAULT_DEADLINE_MS: '20000',
      };
    },
    expectUsed: async (prefix, databaseUrl) => {
      expect(await redis.counted(), 'allowances in Redis').toBeGreaterThan(countedBefore);
      expect(await pooler.carried(databaseUrl), 'transactions of PgBouncer').toBeGreaterThan(0);
      const users = await pooler.users(databaseUrl);
      const lent = users.filter((name) => name.startsWith('v-'));
      expect(lent.length, 'log-ins that Vault lent').toBeGreaterThanOrEqual(moduleNames.length);
      expect(await keysIn(vault, prefix)).toEqual({ signing: 1, shops: 1 });
    },
  };
}

/** How many keys sign tokens, and how many shops have a key for their customers. */
async function keysIn(vault: VaultServer, prefix: string) {
  const signing = await vault.ask('GET', `secret/data/${prefix}/signing-keys`);
  const shops = await vault.ask('LIST', 'transit/keys');
  const ours = (shops.data.keys as string[]).filter((name) => name.startsWith(`${prefix}-shop-`));
  return { signing: signing.data.data.keys.length as number, shops: ours.length };
}
