/**
 * How fast what was told gets to whoever listens, over a real Kafka (`KAFKA_BROKERS`), beside what
 * Kafka's client does with the same bytes; and whether the relay keeps up with twice the checkouts
 * that this machine can take.
 *
 *   checkouts ─▶ { client writes ─▶ relay carries } × rounds ─▶ client reads ─▶ inventory takes in
 *             ─▶ { all of it at once } × rounds ─▶ twice the checkouts, at a steady pace
 */
import { realWorld } from '@evertill/kernel';
import { ownerUrl } from '@evertill/rig';
import type { Home } from '@evertill/rig';
import { openAssembly, readConfig } from '@evertill/server';
import type { Assembly } from '@evertill/server';
import { randomUUID } from 'node:crypto';
import { openBareKafka } from './bare-kafka.ts';
import type { BareKafka, Read } from './bare-kafka.ts';
import { keepPace } from './paced-events.ts';
import type { PacedFigures } from './paced-events.ts';
import { measureWay } from './run.ts';
import type { Settings } from './settings.ts';
import { onStage } from './stage.ts';
import type { Progress } from './stage.ts';
import { openToldEvents } from './told-events.ts';
import type { ToldEvents } from './told-events.ts';

export interface EventFigures {
  /** One a request, all consumers done, from process to process. */
  readonly checkoutsPerSecond: number;
  readonly eventsARound: number;
  /** Medians of the rounds; the ratios are medians of each round's own. */
  readonly clientWritesPerSecond: number;
  readonly relayCarriesPerSecond: number;
  readonly relayByClient: number;
  readonly clientReadsPerSecond: number;
  readonly inventoryTakesPerSecond: number;
  readonly inventoryByClient: number;
  /** From the outbox to the moved stock, relay and consumer at work at the same time. */
  readonly wholeWayPerSecond: number;
  readonly wholeWayByClient: number;
  readonly paced: PacedFigures;
}

const PARTITIONS = 12;
/** How many times the checkouts of this machine the relay has to keep up with. */
const TIMES = 2;

export async function benchEvents(settings: Settings, onProgress: Progress): Promise<EventFigures> {
  const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((one) => one !== '');
  if (brokers.length === 0) throw new Error('KAFKA_BROKERS has to name a Kafka: host:port, …');
  const { home, checkoutsPerSecond } = await sellFirst(settings, onProgress);
  const kafka = await openBareKafka(brokers, PARTITIONS);
  try {
    const surroundings = { home, kafka, brokers, settings, onProgress };
    return { checkoutsPerSecond, ...(await carry(surroundings, checkoutsPerSecond)) };
  } finally {
    await kafka.close();
    if (!settings.isKept) await home.remove();
  }
}

/** Real sales, whose events are copied, and how many a second there can be. */
async function sellFirst(
  settings: Settings,
  onProgress: Progress,
): Promise<{ readonly home: Home; readonly checkoutsPerSecond: number }> {
  return onStage({ ...settings, isKept: true }, onProgress, async (stage) => {
    onProgress('selling');
    const reference = await stage.reference.measure(settings.clients, settings.seconds);
    await measureWay(stage, 'single', reference);
    const { perSecondDrained } = await measureWay(stage, 'single', reference);
    return { home: stage.home, checkoutsPerSecond: perSecondDrained };
  });
}

interface Carrying {
  readonly home: Home;
  readonly kafka: BareKafka;
  readonly brokers: readonly string[];
  readonly settings: Settings;
  readonly onProgress: Progress;
}

type CarryFigures = Omit<EventFigures, 'checkoutsPerSecond'>;

async function carry(carrying: Carrying, checkoutsPerSecond: number): Promise<CarryFigures> {
  const prefix = `bench-${randomUUID()}`;
  const config = readConfig({
    EVERTILL_HOME: carrying.home.home,
    KAFKA_BROKERS: carrying.brokers.join(),
    EVERTILL_KAFKA_PREFIX: prefix,
    EVERTILL_KAFKA_PARTITIONS: String(PARTITIONS),
    LOG_LEVEL: 'warn',
  });
  const opened = await openAssembly(config, realWorld(), () => undefined);
  const { assembly } = opened;
  try {
    const told = await openToldEvents(await ownerUrl(carrying.home.home), assembly);
    try {
      for (const relay of assembly.relays) relay.start();
      const topic = `${prefix}.orders.v1`;
      return await measure({ ...carrying, assembly, told, topic }, checkoutsPerSecond);
    } finally {
      await told.close();
    }
  } finally {
    await opened.stop();
  }
}

interface Measuring extends Carrying {
  readonly assembly: Assembly;
  readonly told: ToldEvents;
  readonly topic: string;
}

async function measure(all: Measuring, checkoutsPerSecond: number): Promise<CarryFigures> {
  const { assembly, told, settings } = all;
  const { events } = settings;
  all.onProgress('warming up: what the sales told, over Kafka');
  await told.tell(events);
  await told.untilCarried();
  const { records } = await all.kafka.read(all.topic, events);
  await all.kafka.write(records);
  const apart = await inRounds({ ...all, records }, 'relay', told.untilCarried);
  const before = await told.counts();
  const { perSecond: reads } = await all.kafka.read(all.topic, before.told);
  const waiting = before.told - before.taken;
  all.onProgress(`${waiting} events wait for inventory`);
  assembly.bus.start();
  const tookSeconds = await secondsOf(assembly.bus.drain);
  let taken = await told.delivered();
  const whole = await inRounds({ ...all, records }, 'whole way', async () => {
    taken += events;
    await told.untilDelivered(taken);
  });
  const rate = checkoutsPerSecond * TIMES;
  const paced = await keepPace(told, { rate, seconds: settings.seconds * settings.rounds });
  const after = await told.counts();
  if (after.told !== after.taken) {
    throw new Error(`${after.told} events were told, and ${after.taken} were taken in`);
  }
  return {
    eventsARound: events,
    clientWritesPerSecond: middle(apart.map(({ client }) => client)),
    relayCarriesPerSecond: middle(apart.map(({ ours }) => ours)),
    relayByClient: middle(apart.map(({ ours, client }) => ours / client)),
    clientReadsPerSecond: reads,
    inventoryTakesPerSecond: waiting / tookSeconds,
    inventoryByClient: waiting / tookSeconds / reads,
    wholeWayPerSecond: middle(whole.map(({ ours }) => ours)),
    wholeWayByClient: middle(whole.map(({ ours, client }) => ours / client)),
    paced,
  };
}

interface Apart {
  readonly client: number;
  readonly ours: number;
}

/** Events a second: of the bare client, and from their commit until `untilDone`, in turn. */
async function inRounds(
  { told, kafka, records, settings, onProgress }: Measuring & Pick<Read, 'records'>,
  name: string,
  untilDone: () => Promise<void>,
): Promise<readonly Apart[]> {
  const rounds: Apart[] = [];
  while (rounds.length < settings.rounds) {
    const client = await kafka.write(records);
    await told.tell(settings.events);
    rounds.push({ client, ours: settings.events / (await secondsOf(untilDone)) });
    onProgress(`${name}: ${rounds.length} of ${settings.rounds} rounds`);
  }
  return rounds;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
