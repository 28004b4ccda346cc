/** A till for tests: the engine on a disk in memory, with the real server over HTTP behind it. */
import { makeEngine, httpServer, memoryCopies, memoryDisk, memoryJournal } from '../src/index.ts';
import { aloneChannel, realWorld } from '../src/index.ts';
import type { LeasePort, MemoryDisk, SyncEngine } from '../src/index.ts';
import { orders } from '@evertill/contract';
import type { TestShop, TestTenant } from '@evertill/testing';

const alone: LeasePort = {
  request: ({ onWon }) => {
    queueMicrotask(onWon);
    return () => undefined;
  },
};

export interface Till {
  readonly engine: SyncEngine;
  readonly disk: MemoryDisk;
  readonly journal: ReturnType<typeof memoryJournal>;
  /** What happens to requests on their way; the answer goes on. */
  fetch: typeof globalThis.fetch;
}

export async function openTill(
  shop: TestShop,
  tenant: TestTenant,
  disk = memoryDisk(),
): Promise<Till> {
  const world = realWorld();
  const journal = memoryJournal({ disk });
  const till = { disk, journal, fetch: globalThis.fetch } as {
    -readonly [K in keyof Till]: Till[K];
  };
  till.engine = makeEngine({
    world,
    journal,
    copies: memoryCopies(),
    server: httpServer({
      fetch: (input, init) => till.fetch(input, init),
      url: shop.running.url,
      tokens: { access: () => tenant.tokens.cashier, refresh: async () => undefined },
      world,
    }),
    lease: alone,
    channel: aloneChannel,
    catalogue: { apply: async () => undefined, loadSnapshot: async () => undefined },
    settings: { ballastBytes: 0, pullEveryMs: 200 },
  });
  await till.engine.start();
  return till;
}

export async function newRegister({ running }: TestShop, { tenantId }: TestTenant, name: string) {
  const { assembly } = running;
  return assembly.ask(orders.createRegister, assembly.ownContext(tenantId), { name });
}

export async function codeAgain(
  { running }: TestShop,
  { tenantId }: TestTenant,
  registerId: string,
) {
  const { assembly } = running;
  const own = assembly.ownContext(tenantId);
  return (await assembly.ask(orders.renewEnrolmentCode, own, { registerId })).enrolmentCode;
}
