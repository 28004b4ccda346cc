/**
 * From the topics into the inbox of one module, by its consumer group, at least once:
 *
 *   join ─▶ gather what came ─▶ deliver, tenant by tenant ─▶ commit ─▶ gather …
 *              ▲                      │ failed                  │ lost the connection
 *              └──────────────────────┴── after a pause, again ─┘
 *
 * Nothing is committed before it had its effect, and nothing that failed is passed over: what comes
 * after it in its partition would overtake it. Only what can never be read goes to the dead topic.
 */
import type { Event, EventType } from '@evertill/contract';
import { sleep } from '@evertill/kernel';
import type { Deliver, Log, Metrics, ModuleName, World } from '@evertill/kernel';
import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import type { MessagesStream } from '@platformatic/kafka';
import type { DeadLetters } from './dead-letters.ts';
import { UnreadableRecord, readRecord } from './record.ts';
import type { IncomingRecord } from './record.ts';
import { clientOptions } from './settings.ts';
import type { KafkaSettings } from './settings.ts';
import { groupOf, topicOf } from './topics.ts';

export interface TakerOptions {
  readonly settings: KafkaSettings;
  readonly module: ModuleName;
  readonly sources: readonly ModuleName[];
  /** What it listens to; its sources tell more than that. */
  readonly types: ReadonlySet<EventType>;
  readonly deliver: Deliver;
  readonly deadLetters: DeadLetters;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Taker {
  readonly start: () => void;
  /** Records of its topics that its group has not taken in. */
  readonly lag: () => Promise<bigint>;
  readonly stop: () => Promise<void>;
}

const BATCH_MAX = 500;
const FAILURE_MS_MAX = 10_000;
/** Whose process died is given up after so long, and the others take over what it had. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
const WAIT_MS_MAX = 250;

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

export function makeTaker(options: TakerOptions): Taker {
  const { module, world, log } = options;
  let isStopped = false;
  const stillRuns = (): boolean => !isStopped;
  let running: Promise<void> = Promise.resolve();
  let current: { consumer: Consumer; stream: Stream } | undefined;
  let failures = 0;
  const run = async (): Promise<void> => {
    while (stillRuns()) {
      try {
        current = await join(options);
        await takeAll(options, current, {
          stillRuns,
          onTaken: () => {
            failures = 0;
          },
        });
      } catch (error) {
        // Whose stream is torn away because it was asked to stop is in no trouble.
        if (!stillRuns()) break;
        failures += 1;
        log.warn({ err: error, consumer: module }, 'events stopped coming from Kafka; once more');
        await sleep(world.scheduler, Math.min(FAILURE_MS_MAX, 50 * 2 ** failures));
      } finally {
        await leave(current, log);
        current = undefined;
      }
    }
  };
  return {
    start: () => {
      running = run();
    },
    lag: () => lagOf(options, current?.consumer),
    stop: async () => {
      isStopped = true;
      current?.stream.destroy();
      await running;
    },
  };
}

async function join({ settings, module, sources }: TakerOptions): Promise<{
  consumer: Consumer;
  stream: Stream;
}> {
  const consumer = new Consumer({
    ...clientOptions(settings, module),
    groupId: groupOf(settings, module),
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTime: WAIT_MS_MAX,
  });
  try {
    const stream = await consumer.consume({
      topics: sources.map((source) => topicOf(settings, source)),
      autocommit: false,
      mode: MessagesStreamModes.COMMITTED,
      // A group that is new hears everything from the beginning: its inbox knows what it had.
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      highWaterMark: BATCH_MAX,
    });
    return { consumer, stream };
  } catch (error) {
    await consumer.close(true).catch(() => undefined);
    throw error;
  }
}

async function leave(
  current: { consumer: Consumer; stream: Stream } | undefined,
  log: Log,
): Promise<void> {
  if (current === undefined) return;
  current.stream.destroy();
  await current.consumer.close(true).catch((error: unknown) => {
    log.warn({ err: error }, 'a group of Kafka was left without a word');
  });
}

interface Watch {
  readonly stillRuns: () => boolean;
  readonly onTaken: () => void;
}

async function takeAll(
  options: TakerOptions,
  { consumer, stream }: { consumer: Consumer; stream: Stream },
  { stillRuns, onTaken }: Watch,
): Promise<void> {
  const coming = stream[Symbol.asyncIterator]();
  while (stillRuns()) {
    const records = await gather(stream, coming);
    if (records.length === 0) return;
    await takeIn(options, records, stillRuns);
    if (!stillRuns()) return;
    await commit(consumer, records);
    onTaken();
  }
}

/** What is there, and otherwise what comes next; nothing when the stream has ended. */
async function gather(
  stream: Stream,
  coming: AsyncIterator<IncomingRecord>,
): Promise<readonly IncomingRecord[]> {
  const records: IncomingRecord[] = [];
  do {
    const next = await coming.next();
    if (next.done === true) break;
    records.push(next.value);
  } while (records.length < BATCH_MAX && stream.readableLength > 0);
  return records;
}

interface TenantRun {
  readonly tenantId: string;
  readonly source: ModuleName;
  readonly events: Event[];
}

async function takeIn(
  options: TakerOptions,
  records: readonly IncomingRecord[],
  stillRuns: () => boolean,
): Promise<void> {
  const sources = new Map(
    options.sources.map((source) => [topicOf(options.settings, source), source]),
  );
  const runs = new Map<string, TenantRun>();
  for (const record of records) {
    try {
      const source = sources.get(record.topic);
      if (source === undefined) throw new Error(`nobody tells in ${record.topic}`);
      const event = readRecord(record);
      if (!options.types.has(event.type)) continue;
      const { tenantId } = event;
      const key = `${tenantId} ${source}`;
      const run = runs.get(key) ?? { tenantId, source, events: [] };
      run.events.push(event);
      runs.set(key, run);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      options.log.error(
        { err: error, consumer: options.module, topic: record.topic, offset: `${record.offset}` },
        'a record was put aside as a dead letter',
      );
      options.metrics.deadLetters.inc({ consumer: options.module });
      await options.deadLetters.put(record, error.message);
    }
  }
  for (const run of runs.values()) await deliverUntilTaken(options, run, stillRuns);
}

/** The database may be away for hours. The group goes on beating meanwhile, and keeps its place. */
async function deliverUntilTaken(
  { deliver, world, log, module }: TakerOptions,
  run: TenantRun,
  stillRuns: () => boolean,
): Promise<void> {
  for (let failures = 1; stillRuns(); failures += 1) {
    try {
      await deliver(run);
      return;
    } catch (error) {
      log.warn({ err: error, consumer: module, source: run.source }, 'events wait to be taken in');
      await sleep(world.scheduler, Math.min(FAILURE_MS_MAX, 50 * 2 ** failures));
    }
  }
}

async function commit(consumer: Consumer, records: readonly IncomingRecord[]): Promise<void> {
  const ends = new Map<string, IncomingRecord>();
  // Within a partition they come in order: the last one is the furthest.
  for (const record of records) ends.set(`${record.topic} ${record.partition}`, record);
  await consumer.commit({
    offsets: [...ends.values()].map(({ topic, partition, offset, leaderEpoch }) => ({
      topic,
      partition,
      offset: offset + 1n,
      leaderEpoch,
    })),
  });
}

async function lagOf(
  { settings, sources }: TakerOptions,
  consumer: Consumer | undefined,
): Promise<bigint> {
  if (consumer === undefined) throw new Error('no group is joined');
  const topics = sources.map((source) => topicOf(settings, source));
  const ends = await consumer.listOffsets({ topics });
  const committed = await consumer.listCommittedOffsets({
    topics: [...ends].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map((_, partition) => partition),
    })),
  });
  let lag = 0n;
  for (const [topic, partitions] of ends) {
    for (const [partition, end] of partitions.entries()) {
      const at = committed.get(topic)?.[partition] ?? -1n;
      lag += end - (at < 0n ? 0n : at);
    }
  }
  return lag;
}
