/** Kafka, asked what every bus is asked, and what only Kafka can be: a real broker all through. */
import { busSuite, ear, makeBroker, someEvent, tell } from '@evertill/testing';
import type { Ear } from '@evertill/testing';
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import type { Bus, Deliver, Metrics, ModuleName } from '@evertill/kernel';
import { Consumer, Producer, stringSerializers } from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { replayDeadLetters } from '../src/index.ts';
import type { KafkaSettings } from '../src/index.ts';
import { kafkaBus } from '../src/kafka-bus.ts';
import { recordOf } from '../src/record.ts';
import { topicOf } from '../src/topics.ts';

const log = makeLog({ level: 'silent', destination: { write: () => undefined } });

function settingsFor(brokers: readonly string[]): KafkaSettings {
  return { brokers, isTls: false, sasl: undefined, prefix: 'evertill', partitions: 12 };
}

const shared = settingsFor(inject('kafkaBrokers'));

function openBus(
  inboxes: ReadonlyMap<ModuleName, Deliver>,
  settings = shared,
  metrics: Metrics = makeMetrics(),
): Bus {
  return kafkaBus({ settings, inboxes, world: realWorld(), log, metrics });
}

describe('as every bus', () => {
  busSuite((inboxes) => openBus(inboxes));
});

describe('as Kafka alone', () => {
  const buses: Bus[] = [];
  const clean: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.stop();
    for (const one of clean.splice(0).toReversed()) await one();
  });
  const opened = (orders: Ear, settings = shared, metrics?: Metrics): Bus => {
    const bus = openBus(new Map([['orders', orders.deliver]]), settings, metrics);
    buses.push(bus);
    bus.start();
    return bus;
  };
  const producer = (): Producer<string, string, string, string> => {
    const made = new Producer({
      clientId: 'stranger',
      bootstrapBrokers: [...shared.brokers],
      serializers: stringSerializers,
    });
    clean.push(() => made.close(true));
    return made;
  };

  test('a record is a CloudEvent in binary mode, in the partition that Java would choose', async () => {
    const bus = opened(ear());
    const tenantId = randomUUID();
    const events = Array.from({ length: 40 }, () => someEvent(tenantId));
    await tell(bus, 'payments', events);
    await bus.drain();
    const consumer = new Consumer({
      clientId: 'reader',
      bootstrapBrokers: [...shared.brokers],
      groupId: `reader-${randomUUID()}`,
    });
    clean.push(() => consumer.close(true));
    const stream = await consumer.consume({
      topics: [topicOf(shared, 'payments')],
      mode: 'earliest',
    });
    const found = new Map<string, { partition: number; headers: Map<string, string> }>();
    for await (const record of stream) {
      const headers = new Map([...record.headers].map(([k, v]) => [k.toString(), v.toString()]));
      if (headers.get('ce_tenantid') !== tenantId) continue;
      expect(JSON.parse(record.value.toString())).toEqual(events[0]?.payload);
      found.set(record.key.toString(), { partition: record.partition, headers });
      if (found.size === events.length) break;
    }
    for (const event of events) {
      const key = `${tenantId}:${event.aggregateId}`;
      const { partition, headers } = found.get(key) ?? {};
      expect(partition).toBe(javaPartition(key, 12));
      expect(Object.fromEntries(headers ?? [])).toEqual(recordOf('', 'payments', event).headers);
    }
  });

  test('what cannot be read is put aside with its reason, and goes again when it is told to', async () => {
    const orders = ear();
    const metrics = makeMetrics();
    const bus = opened(orders, shared, metrics);
    await bus.drain();
    const tenantId = randomUUID();
    const [good, bad, strange] = [someEvent(tenantId), someEvent(tenantId), someEvent(tenantId)];
    const ours = (event: typeof good) => recordOf(topicOf(shared, 'payments'), 'payments', event);
    await producer().send({
      messages: [
        { ...ours(bad), value: '{"reference":' },
        // Of one shop by its header, of another by its key.
        { ...ours(strange), key: `${randomUUID()}:${strange.aggregateId}` },
        ours(good),
      ],
    });
    await bus.drain();
    expect(orders.ids(tenantId)).toEqual([good.id]);
    const letters = await replayDeadLetters(shared, 'orders', true);
    expect(letters.map(({ reason }) => reason).sort()).toEqual([
      'its key does not name its tenant and its subject',
      'its value is not JSON',
    ]);
    expect(letters.every(({ topic }) => topic === topicOf(shared, 'payments'))).toBe(true);
    const counted = await metrics.deadLetters.get();
    expect(counted.values[0]?.value).toBe(2);
    // Sent again unchanged they fail again; and what was sent again is not sent a third time.
    expect(await replayDeadLetters(shared, 'orders', false)).toHaveLength(2);
    await bus.drain();
    expect(await replayDeadLetters(shared, 'orders', false)).toHaveLength(2);
    expect(orders.ids(tenantId)).toEqual([good.id]);
  });

  test('two replicas share the work, and what one leaves the other takes up', async () => {
    const [one, two] = [ear(), ear()];
    const first = opened(one);
    await first.drain();
    const second = opened(two);
    const tenantId = randomUUID();
    const told = new Set<string>();
    const tellSome = async (): Promise<void> => {
      const events = Array.from({ length: 60 }, () => someEvent(tenantId));
      for (const { id } of events) told.add(id);
      await tell(first, 'payments', events);
    };
    await expect
      .poll(
        async () => {
          await tellSome();
          await second.drain();
          return Math.min(one.ids(tenantId).length, two.ids(tenantId).length) > 0;
        },
        { timeout: 50_000, interval: 200 },
      )
      .toBe(true);
    await second.stop();
    buses.splice(buses.indexOf(second), 1);
    await tellSome();
    await first.drain();
    expect(new Set([...one.ids(tenantId), ...two.ids(tenantId)])).toEqual(told);
  });

  test('a broker that is not there at the start, and one that dies, lose nothing', async () => {
    const broker = await makeBroker(inject('kafkaJars'));
    clean.push(broker.remove);
    const orders = ear();
    const bus = opened(orders, settingsFor(broker.brokers));
    const tenantId = randomUUID();
    const [early, during] = [someEvent(tenantId), someEvent(tenantId)];
    const early1 = tell(bus, 'payments', [early]);
    await broker.start();
    await early1;
    await bus.drain();
    expect(orders.ids(tenantId)).toEqual([early.id]);
    await broker.kill();
    const late = tell(bus, 'payments', [during]);
    await broker.start();
    await late;
    await bus.drain();
    expect(new Set(orders.ids(tenantId))).toEqual(new Set([early.id, during.id]));
  }, 180_000);
});

/** Kafka's own words for it: `Utils.toPositive(Utils.murmur2(key)) % partitions`. */
function javaPartition(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fff_ffff) % partitions;
}

/** After org.apache.kafka.common.utils.Utils.murmur2, in 32-bit arithmetic. */
function murmur2(data: Buffer): number {
  const m = 0x5bd1_e995;
  let h = (0x9747_b28c ^ data.length) | 0;
  const whole = data.length - (data.length % 4);
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  for (let at = data.length - 1; at >= whole; at -= 1) h ^= (data[at] ?? 0) << (8 * (at - whole));
  if (whole < data.length) h = Math.imul(h, m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

test('the vectors of the Java client', () => {
  expect(murmur2(Buffer.from('21'))).toBe(-973_932_308);
  expect(murmur2(Buffer.from('foobar'))).toBe(-790_332_482);
  expect(javaPartition('tenant-b:order-1001', 12)).toBe(7);
  expect(javaPartition('tenant-a:order-1001', 12)).toBe(5);
});
