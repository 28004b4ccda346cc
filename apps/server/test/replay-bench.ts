/** A shop, a folder for files, and a replay that runs from the one into the other. */
import { realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { replay } from '../src/replay/replay.ts';
import type { ReplayOptions, Replayed } from '../src/replay/replay.ts';

export const HEADING =
  'invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country';

export interface ReplayBench {
  readonly shop: TestShop;
  readonly home: string;
  /** Writes a file of these lines, gzipped if its name says so; answers its path. */
  readonly fileOf: (name: string, lines: readonly string[]) => Promise<string>;
  readonly run: (
    options: Partial<ReplayOptions> & Pick<ReplayOptions, 'file'>,
  ) => Promise<Replayed>;
  readonly close: () => Promise<void>;
}

export async function openReplayBench(): Promise<ReplayBench> {
  const shop = await startTestShop();
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-replay-'));
  const [tenant] = shop.tenants;
  return {
    shop,
    home,
    fileOf: async (name, lines) => {
      const place = path.join(home, name);
      const text = lines.join('\n');
      await writeFile(place, name.endsWith('.gz') ? gzipSync(text) : text);
      return place;
    },
    run: (options) =>
      replay({
        home,
        url: shop.running.url,
        login: { phoneNumber: tenant.phones.owner, password: tenant.password },
        world: realWorld(),
        progress: { step: () => undefined, lines: () => undefined },
        patienceMs: 20_000,
        ...options,
      }),
    close: async () => {
      await rm(home, { recursive: true, force: true });
      await shop.close();
    },
  };
}
