/**
 * How long after its answer a sale has moved its stock, at half of what the server can take.
 *
 * Sales come at fixed moments, whether or not the last was answered. Of every few, one is watched
 * from outside: from its answer until a reader of the database sees the movement.
 */
import { ownerUrl } from '@evertill/rig';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { post } from './load.ts';
import type { Sender } from './load.ts';
import { singleSender, takeBack } from './parcels.ts';
import { measureWay } from './run.ts';
import type { Settings } from './settings.ts';
import { onStage, untilDrained } from './stage.ts';
import type { Progress, Stage } from './stage.ts';
import type { Till } from './shops.ts';

export interface LagFigures {
  /** What it takes one a request, and what it was given while the lag was measured. */
  readonly salesPerSecondMost: number;
  readonly salesPerSecond: number;
  readonly watched: number;
  /** From the answer to the moment in which the movement is seen. */
  readonly lagMsP50: number;
  readonly lagMsP99: number;
  readonly lagMsMost: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
}

const LOAD = 0.5;
const WATCHED_EVERY = 20;
const LOOK_EVERY_MS = 2;
/** More than this is no lag but something that is broken. */
const LAG_MS_MAX = 30_000;

export function benchLag(settings: Settings, onProgress: Progress): Promise<LagFigures> {
  return onStage(settings, onProgress, async (stage) => {
    onProgress('warming up');
    const reference = await stage.reference.measure(settings.clients, settings.seconds);
    await measureWay(stage, 'single', reference);
    const most = (await measureWay(stage, 'single', reference)).perSecondDrained;
    const rate = most * LOAD;
    const seconds = settings.seconds * settings.rounds;
    onProgress(`${Math.round(rate)} sales a second for ${seconds} s`);
    return { salesPerSecondMost: most, ...(await paced(stage, rate, seconds)) };
  });
}

async function paced(
  stage: Stage,
  rate: number,
  seconds: number,
): Promise<Omit<LagFigures, 'salesPerSecondMost'>> {
  const { tills, server } = stage;
  const each = Math.floor((rate * seconds) / tills.length);
  const senders = tills.map((till) => singleSender(till, each));
  const agent = new http.Agent({ keepAlive: true, maxSockets: senders.length });
  const pool = new pg.Pool({ connectionString: await ownerUrl(stage.home.home), max: 8 });
  const answers: number[] = [];
  const watches: Promise<number>[] = [];
  const gapMs = (tills.length / rate) * 1000;
  const begin = performance.now();
  try {
    await Promise.all(
      senders.map(async (sender, place) => {
        for (const [number, parcel] of sender.parcels.entries()) {
          // Spread evenly over the registers; one that is late sends at once.
          const dueMs = begin + (number + place / tills.length) * gapMs;
          await sleep(Math.max(0, dueMs - performance.now()));
          const sentMs = performance.now();
          await post(agent, server.url, sender, parcel.body);
          answers.push(performance.now() - sentMs);
          const isWatched = (number * tills.length + place) % WATCHED_EVERY === 0;
          if (isWatched) {
            watches.push(untilMoved(pool, tills[place] as Till, saleIn(sender, number)));
          }
        }
      }),
    );
    const tookSeconds = (performance.now() - begin) / 1000;
    const lags = await Promise.all(watches);
    await untilDrained(stage.home);
    senders.forEach((sender, place) => {
      takeBack(tills[place] as Till, sender, sender.parcels.length);
    });
    return {
      salesPerSecond: answers.length / tookSeconds,
      watched: lags.length,
      lagMsP50: share(lags, 0.5),
      lagMsP99: share(lags, 0.99),
      lagMsMost: share(lags, 1),
      answerMsP50: share(answers, 0.5),
      answerMsP99: share(answers, 0.99),
    };
  } finally {
    agent.destroy();
    await pool.end();
  }
}

function saleIn({ parcels }: Sender, number: number): string {
  const text = parcels[number]?.body.toString('utf8') ?? '';
  return (JSON.parse(text) as { readonly id: string }).id;
}

async function untilMoved(pool: pg.Pool, { shop }: Till, saleId: string): Promise<number> {
  const begin = performance.now();
  const query = {
    name: 'moved',
    text: `SELECT FROM inventory.stock_movements
           WHERE tenant_id = $1 AND source_type = 'sale' AND source_id = $2 LIMIT 1`,
    values: [shop.tenantId, saleId],
  };
  while ((await pool.query(query)).rowCount === 0) {
    if (performance.now() - begin > LAG_MS_MAX) throw new Error(`${saleId} moved no stock`);
    await sleep(LOOK_EVERY_MS);
  }
  return performance.now() - begin;
}

function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
