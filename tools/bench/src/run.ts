/**
 * One run: the reference and the ways to sell, in turn, round after round on one PostgreSQL.
 *
 *   the stage ─▶ warming up ─▶ { reference ─▶ single ─▶ batches } × rounds
 *
 * After each, rows are counted and the consumers waited for: sales whose stock has not moved
 * are not done.
 */
import { send } from './load.ts';
import { batchSender, singleSender, takeBack } from './parcels.ts';
import type { ProcessorTime } from './processor-time.ts';
import type { Settings } from './settings.ts';
import { BATCH, countSales, onStage, untilDrained, usedBy } from './stage.ts';
import type { Progress, Stage } from './stage.ts';
import { forgetStatements, statementsOf } from './statements.ts';
import type { StatementFigures } from './statements.ts';
import type { Till } from './shops.ts';

export const ways = ['single', 'batch'] as const;
export type Way = (typeof ways)[number];
/** What is made ready, in terms of what the reference takes. */
const PLENTY = 5;
/** Sales a second for which there is enough at least, should the reference have a bad moment. */
const SALES_MIN = 2_500;
/** Of long requests some registers get more through than others. */
const BATCHES_MIN = 20;
/** A round that does not count: nobody's shop is sold from by a program that has just begun. */
const WARM_UP_SECONDS = 4;

export interface WayFigures {
  /** Acknowledged and counted as rows, a second of load. */
  readonly perSecond: number;
  /** The same, by the time at which all consumers were done. */
  readonly perSecondDrained: number;
  readonly drainMs: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
  /** Seconds of processor time a thousand sales, until the consumers were done. */
  readonly processor: ProcessorTime;
  /** Empty unless they were counted. */
  readonly statements: readonly StatementFigures[];
}

export interface Round {
  readonly reference: number;
  readonly ways: Readonly<Record<Way, WayFigures>>;
}

export interface Outcome {
  readonly settings: Settings;
  readonly pgbench: string;
  readonly postgres: string;
  readonly bytesPerSale: number;
  readonly rounds: readonly Round[];
}

export function bench(settings: Settings, onProgress: Progress): Promise<Outcome> {
  return onStage(settings, onProgress, async (stage) => {
    onProgress('warming up');
    await oneRound({ ...stage, settings: { ...settings, seconds: WARM_UP_SECONDS } });
    const rounds: Round[] = [];
    for (let number = 1; number <= settings.rounds; number += 1) {
      rounds.push(await oneRound(stage));
      onProgress(`${number} of ${settings.rounds} rounds`);
    }
    const { pgbench, postgres, bytesPerSale } = stage;
    return { settings, pgbench, postgres, bytesPerSale, rounds };
  });
}

async function oneRound(stage: Stage): Promise<Round> {
  const { clients, seconds } = stage.settings;
  const reference = await stage.reference.measure(clients, seconds);
  const single = await measureWay(stage, 'single', reference);
  const batch = await measureWay(stage, 'batch', reference);
  return { reference, ways: { single, batch } };
}

export async function measureWay(stage: Stage, way: Way, reference: number): Promise<WayFigures> {
  const { settings, home, server, tills } = stage;
  const plenty = Math.max(reference * PLENTY, SALES_MIN) * settings.seconds;
  const salesEach = Math.ceil(plenty / tills.length);
  const senders = tills.map((till) =>
    way === 'single'
      ? singleSender(till, salesEach)
      : batchSender(till, Math.max(BATCHES_MIN, Math.ceil(salesEach / BATCH)), BATCH),
  );
  const before = await countSales(home);
  if (settings.isCounting) await forgetStatements(home);
  const usedBefore = await usedBy(stage);
  const measured = await send(server.url, senders, settings.seconds);
  const drainMs = await untilDrained(home);
  const used = difference(usedBefore, await usedBy(stage));
  const rows = (await countSales(home)) - before;
  if (rows !== measured.acknowledged) {
    throw new Error(`${measured.acknowledged} sales were acknowledged, and there are ${rows}`);
  }
  senders.forEach((sender, index) =>
    takeBack(tills[index] as Till, sender, measured.sent[index] ?? 0),
  );
  const at = (share: number): number =>
    measured.answerMs[Math.ceil(measured.answerMs.length * share) - 1] ?? 0;
  return {
    perSecond: rows / measured.seconds,
    perSecondDrained: rows / (measured.seconds + drainMs / 1000),
    drainMs,
    answerMsP50: at(0.5),
    answerMsP99: at(0.99),
    processor: {
      server: (used.server / rows) * 1000,
      postgres: (used.postgres / rows) * 1000,
      load: (used.load / rows) * 1000,
    },
    statements: settings.isCounting ? await statementsOf(home, rows) : [],
  };
}

function difference(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
    load: after.load - before.load,
  };
}
