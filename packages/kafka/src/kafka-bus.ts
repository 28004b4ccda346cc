/** Kafka between outbox and inbox: what each module tells goes to its topic, once for everybody. */
import { eventPayloads } from '@evertill/contract';
import type { EventType } from '@evertill/contract';
import { listenersOf, moduleNames, sleep } from '@evertill/kernel';
import type { Bus, Deliver, Log, Metrics, ModuleName, World } from '@evertill/kernel';
import { openDeadLetters } from './dead-letters.ts';
import { openSender, topicMaker } from './send-events.ts';
import type { KafkaSettings } from './settings.ts';
import { makeTaker } from './take-events.ts';
import type { Taker } from './take-events.ts';
import { deadTopicOf, topicOf } from './topics.ts';

export interface KafkaBusOptions {
  readonly settings: KafkaSettings;
  /** Of the modules of this process. */
  readonly inboxes: ReadonlyMap<ModuleName, Deliver>;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The relay's name for Kafka: its cursor is one for all who listen. */
const CONSUMER = 'kafka';
const allTypes: ReadonlySet<EventType> = new Set(Object.keys(eventPayloads) as EventType[]);
const FAILURE_MS_MAX = 10_000;
const LOOK_MS = 20;

export function kafkaBus(options: KafkaBusOptions): Bus {
  const { settings, inboxes, world, log } = options;
  const open = [...inboxes].flatMap(([module, deliver]) => {
    const heard = heardBy(module);
    if (heard.sources.length === 0) return [];
    const deadLetters = openDeadLetters(settings, module);
    return [
      { taker: makeTaker({ ...options, ...heard, module, deliver, deadLetters }), deadLetters },
    ];
  });
  const takers: readonly Taker[] = open.map(({ taker }) => taker);
  const topics = [
    ...[...inboxes.keys()].map((module) => deadTopicOf(settings, module)),
    ...[...inboxes.keys()]
      .flatMap((module) => [module, ...heardBy(module).sources])
      .map((source) => topicOf(settings, source)),
  ];
  const makeTopics = topicMaker(settings, [...new Set(topics)]);
  const sender = openSender(settings, makeTopics, world.scheduler);
  let isStopped = false;
  let starting: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    for (let failures = 1; !isStopped; failures += 1) {
      try {
        await makeTopics();
        for (const taker of takers) taker.start();
        return;
      } catch (error) {
        log.warn({ err: error }, 'Kafka is not there; sales go on, and what is told waits');
        await sleep(world.scheduler, Math.min(FAILURE_MS_MAX, 100 * 2 ** failures));
      }
    }
  };
  return {
    consumersOf: (source) => [
      { name: CONSUMER, types: allTypes, deliver: sender.deliverFrom(source) },
    ],
    start: () => {
      starting = begin();
    },
    drain: async () => {
      // A command that takes nothing in has nothing to wait for: servers will.
      if (starting === undefined) return;
      await starting;
      for (const taker of takers) {
        while ((await taker.lag().catch(() => 1n)) > 0n) await sleep(world.scheduler, LOOK_MS);
      }
    },
    stop: async () => {
      isStopped = true;
      await starting;
      await Promise.all(takers.map((taker) => taker.stop()));
      await Promise.all(open.map(({ deadLetters }) => deadLetters.close()));
      await sender.close();
    },
  };
}

/** What a module hears, and who tells it. */
function heardBy(module: ModuleName): {
  readonly sources: readonly ModuleName[];
  readonly types: ReadonlySet<EventType>;
} {
  const heard = moduleNames.flatMap((source) =>
    listenersOf(source)
      .filter(({ name }) => name === module)
      .map(({ types }) => ({ source, types })),
  );
  return {
    sources: heard.map(({ source }) => source),
    types: new Set(heard.flatMap(({ types }) => [...types])),
  };
}
