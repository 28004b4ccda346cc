/**
 * The reference of events: what Kafka's client does with the same bytes, and nothing besides. It
 * acknowledges as ours does, by all replicas in step and idempotently, and sends as many at a time.
 */
import {
  Admin,
  Consumer,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  ProduceAcks,
  Producer,
} from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';

/** As many as a relay carries at a time. */
const SEND_MAX = 500;

export interface BareRecord {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Map<Buffer, Buffer>;
}

export interface BareKafka {
  /** The first so many records of a topic, as they lie there, and how many a second came. */
  readonly read: (topic: string, count: number) => Promise<Read>;
  /** Records a second, each acknowledged. */
  readonly write: (records: readonly BareRecord[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface Read {
  readonly records: readonly BareRecord[];
  readonly perSecond: number;
}

export async function openBareKafka(
  brokers: readonly string[],
  partitions: number,
): Promise<BareKafka> {
  const options = { clientId: 'bench', bootstrapBrokers: [...brokers] };
  const topic = `bench-bare-${randomUUID()}`;
  const admin = new Admin(options);
  await admin.createTopics({ topics: [topic], partitions, replicas: -1 });
  const producer = new Producer({ ...options, acks: ProduceAcks.ALL, idempotent: true });
  return {
    read: (from, count) => readAll(options, from, count),
    write: async (records) => {
      const messages = records.map((record) => ({ ...record, topic }));
      const begin = performance.now();
      for (let at = 0; at < messages.length; at += SEND_MAX) {
        await producer.send({ messages: messages.slice(at, at + SEND_MAX) });
      }
      return messages.length / ((performance.now() - begin) / 1000);
    },
    close: async () => {
      await producer.close(true);
      await admin.deleteTopics({ topics: [topic] });
      await admin.close();
    },
  };
}

async function readAll(
  options: { readonly clientId: string; readonly bootstrapBrokers: string[] },
  topic: string,
  count: number,
): Promise<Read> {
  const consumer = new Consumer({ ...options, groupId: `bench-${randomUUID()}` });
  try {
    const stream = await consumer.consume({
      topics: [topic],
      autocommit: false,
      mode: MessagesStreamModes.EARLIEST,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
    });
    const records: BareRecord[] = [];
    let begin = 0;
    for await (const { key, value, headers } of stream) {
      // From the first on: to join a group takes as long as it takes.
      if (records.length === 0) begin = performance.now();
      records.push({ key, value, headers: new Map(headers) });
      if (records.length === count) break;
    }
    return { records, perSecond: count / ((performance.now() - begin) / 1000) };
  } finally {
    await consumer.close(true);
  }
}
