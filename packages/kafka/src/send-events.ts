/** From the relay to the topics. What was not acknowledged by all replicas in step is not sent. */
import type { Deliver, ModuleName, Scheduler } from '@evertill/kernel';
import {
  Admin,
  ProduceAcks,
  Producer,
  compatibilityPartitioner,
  stringSerializers,
} from '@platformatic/kafka';
import { recordOf } from './record.ts';
import { clientOptions } from './settings.ts';
import type { KafkaSettings } from './settings.ts';
import { topicOf } from './topics.ts';

export interface Sender {
  readonly deliverFrom: (source: ModuleName) => Deliver;
  readonly close: () => Promise<void>;
}

/** The lease of a relay: whoever waits longer than that waits for nothing. */
const SEND_MS_MAX = 10_000;

export function openSender(
  settings: KafkaSettings,
  makeTopics: () => Promise<void>,
  scheduler: Scheduler,
): Sender {
  const producer = new Producer({
    ...clientOptions(settings, 'relay'),
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    // A request that is sent twice is written once, and nothing overtakes what came before it.
    idempotent: true,
    // Java's hash of the key: everybody's records of one order lie in one partition.
    partitioner: compatibilityPartitioner,
  });
  return {
    deliverFrom: (source) => {
      const topic = topicOf(settings, source);
      return async ({ events }) => {
        const messages = events.map((event) => recordOf(topic, source, event));
        await within(scheduler, SEND_MS_MAX, async () => {
          await makeTopics();
          await producer.send({ messages });
        });
      };
    },
    close: () => producer.close(true),
  };
}

/** A client that is asked for what is not there may ask without end: it is given up. */
async function within(scheduler: Scheduler, ms: number, work: () => Promise<void>): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = scheduler.after(ms, () => {
      reject(new Error(`Kafka took nothing within ${ms} ms`));
    });
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    cancel();
  }
}

/** Makes, once, those that are not there yet; the broker says how many replicas each has. */
export function topicMaker(
  settings: KafkaSettings,
  topics: readonly string[],
): () => Promise<void> {
  let made: Promise<void> | undefined;
  return () => {
    made ??= makeTopics(settings, topics).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

async function makeTopics(settings: KafkaSettings, topics: readonly string[]): Promise<void> {
  const admin = new Admin(clientOptions(settings, 'admin'));
  try {
    const there = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !there.has(topic));
    if (missing.length === 0) return;
    await admin
      .createTopics({ topics: missing, partitions: settings.partitions, replicas: -1 })
      .catch(async (error: unknown) => {
        // Another replica of ours may have been faster.
        const now = new Set(await admin.listTopics());
        if (missing.some((topic) => !now.has(topic))) throw error;
      });
  } finally {
    await admin.close();
  }
}
