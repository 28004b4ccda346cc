/**
 * What every bus has to do, asked of each in the same words: it is handed batches as a relay hands
 * them over, and hands them to inboxes.
 */
import type { Event, EventType } from '@evertill/contract';
import type { Bus, Deliver, Delivery, ModuleName } from '@evertill/kernel';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';

export type OpenBus = (inboxes: ReadonlyMap<ModuleName, Deliver>) => Bus;

const PATIENCE_MS = 30_000;

/** An inbox that writes down what it was told. */
export interface Ear {
  readonly deliveries: Delivery[];
  /** Of one tenant: others may speak on the same bus. */
  readonly ids: (tenantId: string) => readonly string[];
  readonly deliver: Deliver;
}

export function ear(before: () => Promise<void> = () => Promise.resolve()): Ear {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    ids: (tenantId) =>
      deliveries
        .filter((one) => one.tenantId === tenantId)
        .flatMap(({ events }) => events.map(({ id }) => id)),
    deliver: async (delivery) => {
      await before();
      deliveries.push(delivery);
    },
  };
}

export function someEvent(
  tenantId: string,
  type: EventType = 'payment.completed',
  aggregateId: string = randomUUID(),
): Event {
  return {
    id: randomUUID(),
    type,
    tenantId,
    aggregateId,
    occurredAt: new Date().toISOString(),
    traceparent: null,
    payload: payloads[type as keyof typeof payloads],
  };
}

const outcome = {
  paymentAttemptId: 'a',
  orderId: 'o',
  amountMinor: 100,
  currency: 'KES',
  method: 'MOBILE',
  provider: 'simulator',
};
const payloads = {
  'payment.completed': { ...outcome, reference: 'TAF0DEMO01' },
  'payment.failed': { ...outcome, failureCode: 'DECLINED' },
  'product.created': { productId: 'p', isActive: true },
  'product.updated': { productId: 'p', isActive: false },
  'inventory.reservation.expired': { reservationId: 'r' },
};

/** As a relay does: what was refused is handed over again, whole. */
export async function tell(bus: Bus, source: ModuleName, events: readonly Event[]): Promise<void> {
  for (const consumer of bus.consumersOf(source)) {
    const [first] = events;
    const heard = events.filter(({ type }) => consumer.types.has(type));
    if (first === undefined || heard.length === 0) continue;
    const delivery = { tenantId: first.tenantId, source, events: heard };
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await consumer.deliver(delivery);
        break;
      } catch (error) {
        if (Date.now() > until) throw error;
        await wait(50);
      }
    }
  }
}

/** Declares the tests; `open` makes a bus that is not started. */
export function busSuite(open: OpenBus): void {
  const started: Bus[] = [];
  afterEach(async () => {
    for (const bus of started.splice(0)) await bus.stop();
  });
  const opened = (ears: Partial<Record<ModuleName, Ear>>): Bus => {
    const inboxes = Object.entries(ears).map(([name, one]) => [name, one.deliver] as const);
    const bus = open(new Map(inboxes as [ModuleName, Deliver][]));
    started.push(bus);
    bus.start();
    return bus;
  };
  whatArrives(opened);
  whoseItIs(opened);
  whatWaits(opened);
}

type Opened = (ears: Partial<Record<ModuleName, Ear>>) => Bus;

function whatArrives(opened: Opened): void {
  test('what is told of one thing comes in the order in which it was told', async () => {
    const orders = ear();
    const bus = opened({ orders });
    const tenantId = randomUUID();
    const things = [randomUUID(), randomUUID(), randomUUID()];
    const events = Array.from({ length: 300 }, (_, index) =>
      someEvent(tenantId, 'product.updated', things[index % things.length]),
    );
    for (let at = 0; at < events.length; at += 70) {
      await tell(bus, 'catalog', events.slice(at, at + 70));
    }
    await bus.drain();
    const heard = orders.deliveries.flatMap((one) => one.events);
    for (const thing of things) {
      const idsOf = (all: readonly Event[]): readonly string[] =>
        all.filter(({ aggregateId }) => aggregateId === thing).map(({ id }) => id);
      expect(idsOf(heard)).toEqual(idsOf(events));
    }
  });

  test('an event arrives as it was told, with its source and its trace', async () => {
    const orders = ear();
    const bus = opened({ orders });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const event = { ...someEvent(randomUUID()), traceparent };
    await tell(bus, 'payments', [event]);
    await bus.drain();
    const { tenantId } = event;
    expect(orders.deliveries.filter((one) => one.tenantId === tenantId)).toEqual([
      { tenantId, source: 'payments', events: [event] },
    ]);
  });

  test('all who listen hear it, and each only what it listens to', async () => {
    const ears = { orders: ear(), inventory: ear(), catalog: ear() };
    const bus = opened(ears);
    const tenantId = randomUUID();
    const created = someEvent(tenantId, 'product.created');
    await tell(bus, 'catalog', [created]);
    const expired = someEvent(tenantId, 'inventory.reservation.expired');
    await tell(bus, 'inventory', [expired]);
    await tell(bus, 'payments', [someEvent(tenantId, 'payment.failed')]);
    await bus.drain();
    expect(ears.orders.ids(tenantId)).toEqual(expect.arrayContaining([created.id, expired.id]));
    expect(ears.orders.ids(tenantId)).toHaveLength(2);
    expect(ears.inventory.ids(tenantId)).toEqual([created.id]);
    expect(ears.catalog.ids(tenantId)).toEqual([]);
  });
}

function whoseItIs(opened: Opened): void {
  test('what is delivered at one time is of one tenant', async () => {
    const orders = ear();
    const bus = opened({ orders });
    const tenants = [randomUUID(), randomUUID(), randomUUID()];
    for (let time = 0; time < 10; time += 1) {
      for (const tenantId of tenants) await tell(bus, 'payments', [someEvent(tenantId)]);
    }
    await bus.drain();
    for (const tenantId of tenants) expect(orders.ids(tenantId)).toHaveLength(10);
    for (const { tenantId, events } of orders.deliveries) {
      expect(new Set(events.map((event) => event.tenantId))).toEqual(new Set([tenantId]));
    }
  });
}

function whatWaits(opened: Opened): void {
  test('who cannot take it in is told again, until it can, and nothing is passed over', async () => {
    let fails = 3;
    const orders = ear(() => {
      fails -= 1;
      return fails < 0 ? Promise.resolve() : Promise.reject(new Error('the database is away'));
    });
    const bus = opened({ orders });
    const tenantId = randomUUID();
    const events = [someEvent(tenantId), someEvent(tenantId), someEvent(tenantId)];
    for (const event of events) await tell(bus, 'payments', [event]);
    await bus.drain();
    expect(orders.ids(tenantId).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  });

  test('what was told while nobody was there is heard by whoever comes', async () => {
    const tenantId = randomUUID();
    const first = ear();
    const early = opened({ orders: first });
    const before = someEvent(tenantId);
    await tell(early, 'payments', [before]);
    await early.drain();
    await early.stop();
    expect(first.ids(tenantId)).toEqual([before.id]);
    const second = ear();
    const late = opened({ orders: second });
    const after = someEvent(tenantId);
    await tell(late, 'payments', [after]);
    await late.drain();
    expect(second.ids(tenantId)).toContain(after.id);
  });
}
