/** Events at a steady pace: how long each takes to have its effect, and whether any stay behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToldEvents } from './told-events.ts';

export interface PacedFigures {
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly watched: number;
  /** From the commit that tells to the moment in which the effect is seen. */
  readonly lagMsP50: number;
  readonly lagMsP99: number;
  readonly lagMsMost: number;
  /** Told and not taken in yet: on average in a quarter of the time, and at the most. */
  readonly backlogFirstQuarter: number;
  readonly backlogLastQuarter: number;
  readonly backlogMost: number;
}

const TICK_MS = 50;

/** Tells `rate` events a second for so many seconds; the last of each transaction is watched. */
export async function keepPace(
  told: ToldEvents,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<PacedFigures> {
  const before = await told.delivered();
  const begin = performance.now();
  const watches: Promise<number>[] = [];
  const backlogs: number[] = [];
  let count = 0;
  for (let tick = 1; tick * TICK_MS <= seconds * 1000; tick += 1) {
    await sleep(Math.max(0, begin + tick * TICK_MS - performance.now()));
    const due = Math.floor((rate * (performance.now() - begin)) / 1000) - count;
    if (due < 1) continue;
    const event = await told.tell(due);
    count += due;
    watches.push(secondsUntil(told.untilTaken(event)));
    backlogs.push(count - ((await told.delivered()) - before));
  }
  const tookSeconds = (performance.now() - begin) / 1000;
  const lags = (await Promise.all(watches)).map((one) => one * 1000);
  await told.untilDelivered(before + count);
  const quarter = Math.ceil(backlogs.length / 4);
  return {
    eventsPerSecond: count / tookSeconds,
    seconds: tookSeconds,
    watched: lags.length,
    lagMsP50: share(lags, 0.5),
    lagMsP99: share(lags, 0.99),
    lagMsMost: share(lags, 1),
    backlogFirstQuarter: average(backlogs.slice(0, quarter)),
    backlogLastQuarter: average(backlogs.slice(-quarter)),
    backlogMost: share(backlogs, 1),
  };
}

async function secondsUntil(work: Promise<void>): Promise<number> {
  const begin = performance.now();
  await work;
  return (performance.now() - begin) / 1000;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
