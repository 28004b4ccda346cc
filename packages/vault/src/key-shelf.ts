/**
 * Keys of an installation in Vault's key-value engine, version 2, as they stand in a file
 * elsewhere. What two processes put there at once is put there once: every writing says which
 * version it replaces.
 */
import type { KeyShelf } from '@evertill/kernel';
import { z } from 'zod';
import type { VaultClient } from './vault-client.ts';
import { VaultRefusal } from './vault-trouble.ts';

export interface ShelfPlace {
  readonly mount: string;
  readonly path: string;
}

const kept = z.object({
  data: z.object({
    data: z.object({ keys: z.array(z.unknown()).min(1) }),
    metadata: z.object({ version: z.number() }),
  }),
});

interface Kept {
  readonly keys: readonly unknown[];
  readonly version: number;
}

export function vaultShelf(client: VaultClient, { mount, path }: ShelfPlace): KeyShelf {
  const place = `${mount}/data/${path}`;
  const read = async (): Promise<Kept | undefined> => {
    try {
      const { data } = kept.parse(await client.ask('GET', place));
      return { keys: data.data.keys, version: data.metadata.version };
    } catch (error) {
      if (error instanceof VaultRefusal && error.status === 404) return undefined;
      throw error;
    }
  };
  const write = (keys: readonly unknown[], cas: number): Promise<unknown> =>
    client.ask('POST', place, { data: { keys }, options: { cas } });
  return {
    name: `${place} of Vault`,
    read: async () => (await read())?.keys,
    writeOnce: async (_, keys) => {
      await write(keys, 0).catch(async (error: unknown) => {
        // Somebody was quicker, or this very writing was, whose answer was lost.
        if ((await read()) === undefined) throw error;
      });
    },
    replace: async (_, keys) => {
      await write(keys, (await read())?.version ?? 0);
    },
    mark: async () => `${(await read())?.version ?? 0}`,
  };
}
