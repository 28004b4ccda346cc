/**
 * What a group could not read, kept as it came with the reason beside it, until a person has
 * looked. Sent again, it goes where it came from, and is read like any other record.
 */
import type { ModuleName } from '@evertill/kernel';
import {
  Consumer,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  ProduceAcks,
  Producer,
} from '@platformatic/kafka';
import type { IncomingRecord } from './record.ts';
import { clientOptions } from './settings.ts';
import type { KafkaSettings } from './settings.ts';
import { deadTopicOf, groupOf } from './topics.ts';

export interface DeadLetters {
  /** Key, value and headers as they were; where it stood and why it is here as headers more. */
  readonly put: (record: IncomingRecord, reason: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function openDeadLetters(settings: KafkaSettings, module: ModuleName): DeadLetters {
  const producer = rawProducer(settings);
  return {
    put: async (record, reason) => {
      const headers = new Map(record.headers);
      const add = (name: string, value: string): void => {
        headers.set(Buffer.from(name), Buffer.from(value));
      };
      add('x-dlq-reason', reason);
      add('x-original-topic', record.topic);
      add('x-original-partition', `${record.partition}`);
      add('x-original-offset', `${record.offset}`);
      await producer.send({
        messages: [
          { topic: deadTopicOf(settings, module), key: record.key, value: record.value, headers },
        ],
      });
    },
    close: () => producer.close(true),
  };
}

function rawProducer(settings: KafkaSettings): Producer {
  return new Producer({
    ...clientOptions(settings, 'dead-letters'),
    acks: ProduceAcks.ALL,
    idempotent: true,
  });
}

export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly reason: string;
  readonly key: string;
}

const OURS = 'x-';

/**
 * Sends the dead letters of a module again, each to the partition it came from, once: the group of
 * the replay remembers how far it went. With `isDry` it only tells what there is.
 */
export async function replayDeadLetters(
  settings: KafkaSettings,
  module: ModuleName,
  isDry: boolean,
): Promise<readonly DeadLetter[]> {
  const topic = deadTopicOf(settings, module);
  const producer = rawProducer(settings);
  const consumer = new Consumer({
    ...clientOptions(settings, 'replay'),
    groupId: `${groupOf(settings, module)}.replay`,
    maxWaitTime: 250,
  });
  const done: DeadLetter[] = [];
  try {
    const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
    const stream = await consumer.consume({
      topics: [topic],
      autocommit: false,
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
    });
    const committed =
      (
        await consumer.listCommittedOffsets({
          topics: [{ topic, partitions: ends.map((_, partition) => partition) }],
        })
      ).get(topic) ?? [];
    const left = ends.reduce((sum, end, partition) => {
      const at = committed[partition] ?? -1n;
      return sum + Number(end - (at < 0n ? 0n : at));
    }, 0);
    if (left === 0) return done;
    for await (const record of stream) {
      done.push(letterOf(record));
      if (!isDry) {
        await producer.send({ messages: [originalOf(record)] });
        await record.commit();
      }
      if (done.length === left) break;
    }
    return done;
  } finally {
    await consumer.close(true);
    await producer.close(true);
  }
}

function said(record: IncomingRecord, name: string): string {
  for (const [key, value] of record.headers) if (key.toString() === name) return value.toString();
  return '';
}

function letterOf(record: IncomingRecord): DeadLetter {
  return {
    topic: said(record, 'x-original-topic'),
    partition: Number(said(record, 'x-original-partition')),
    offset: said(record, 'x-original-offset'),
    reason: said(record, 'x-dlq-reason'),
    key: (record.key as Buffer | null)?.toString() ?? '',
  };
}

function originalOf(record: IncomingRecord): {
  topic: string;
  partition: number;
  key: Buffer;
  value: Buffer;
  headers: Map<Buffer, Buffer>;
} {
  const { topic, partition } = letterOf(record);
  const headers = new Map([...record.headers].filter(([key]) => !key.toString().startsWith(OURS)));
  return { topic, partition, key: record.key, value: record.value, headers };
}
