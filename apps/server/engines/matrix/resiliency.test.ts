/**
 * Every cell of docs/reference/resiliency.md: with each dependency down, and slow by two seconds,
 * each doing of a shop comes out as the page says; and all of it comes back by itself.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkInvariants } from '../../src/index.ts';
import { capabilities, dependencies, faultModes, outcomeOf } from '../../src/resilience.ts';
import type { CapabilityName, Dependency, FaultMode, Outcome } from '../../src/resilience.ts';
import { openSplit } from '../../test/deployments.ts';
import type { Split } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';
import { openSurrounding } from './surrounding.ts';
import type { Surrounding } from './surrounding.ts';
import { openTrade } from './trade.ts';
import type { Done, Trade } from './trade.ts';

const SLOW_MS = 2_000;
/** What takes longer waited for something. */
const PROMPT_MS = 1_500;
const BACK_MS_MAX = 60_000;
const names = Object.keys(capabilities) as readonly CapabilityName[];

let split: Split;
let trade: Trade;
let surrounding: Surrounding;

beforeAll(async () => {
  surrounding = await openSurrounding();
  const { settings, lineTo } = surrounding;
  split = await openSplit({
    surroundings: settings,
    openGateway: openNginx,
    standBefore: async (module, port) => (await lineTo(module, port)).port,
    standBeforeDatabase: async (direct) => {
      const url = new URL(direct);
      const line = await lineTo('postgres', Number(url.port));
      url.hostname = '127.0.0.1';
      url.port = String(line.port);
      return url.href;
    },
  });
  trade = await openTrade(split);
}, 300_000);

afterAll(async () => {
  await split.stop();
  await surrounding.close();
  // Whatever was refused, cut off or sent again: nothing of it is half done.
  expect(await checkInvariants(split.databaseUrl)).toEqual([]);
}, 120_000);

async function begin(dependency: Dependency, mode: FaultMode): Promise<void> {
  if (dependency === 'provider') return;
  if (dependency !== 'kafka') {
    const line = surrounding.lines.get(dependency);
    if (line === undefined) throw new Error(`nothing stands before ${dependency}`);
    if (mode === 'down') line.cut();
    else line.slow(SLOW_MS);
  } else if (mode === 'down') await surrounding.broker.kill();
  else surrounding.broker.pause();
}

async function end(dependency: Dependency, mode: FaultMode): Promise<void> {
  surrounding.lines.get(dependency)?.mend();
  if (dependency !== 'kafka') return;
  if (mode === 'down') await surrounding.broker.start();
  else surrounding.broker.resume();
}

/** What the payment provider does, while it is itself in trouble or something else is. */
function accountIn(dependency: Dependency, mode: FaultMode): string {
  if (dependency !== 'provider') return 'decline';
  return mode === 'down' ? 'lost' : 'timeout';
}

/** An outcome, or what came instead of one. */
type Came = string;

function cameOf({ status, body, retryAfter, ms }: Done): Came {
  const words = `${status} ${JSON.stringify(body).slice(0, 300)} after ${Math.round(ms)} ms`;
  if (status === 503) return retryAfter === null ? `${words}, and no Retry-After` : 'no';
  if (status < 200 || status > 299) return words;
  if (body.status === 'UNKNOWN') return 'unknown';
  if (ms >= PROMPT_MS) return 'waits';
  return body.sections_missing?.length > 0 ? 'part' : 'works';
}

/** What a cell of the page allows a single try to come to. */
const allowed: Readonly<Record<Outcome, readonly Came[]>> = {
  works: ['works'],
  // Whoever is remembered is not asked after; whoever is not, waits for the answer.
  minute: ['works', 'waits'],
  part: ['part'],
  // A part that did not come within a register's patience is named as missing.
  waits: ['waits', 'part'],
  late: ['waits', 'no', 'unknown'],
  // The shop that trades has used its key just now; another one, below, has not.
  key: ['works'],
  rest: ['works'],
  unknown: ['unknown'],
  no: ['no'],
};

async function doAll(account: string): Promise<ReadonlyMap<CapabilityName, Came>> {
  const came = new Map<CapabilityName, Came>();
  // A till sends one thing at a time.
  const inTurn = async (): Promise<void> => {
    for (const name of ['sell', 'refund'] as const) {
      came.set(name, cameOf(await trade.doings[name](account)));
    }
  };
  const alone = names.filter((name) => name !== 'sell' && name !== 'refund');
  await Promise.all([
    inTurn(),
    ...alone.map(async (name) => {
      came.set(name, cameOf(await trade.doings[name](account)));
    }),
  ]);
  return came;
}

/** On a busy machine what works may take its time: that is for the cells to judge, not for here. */
async function untilAllWorks(): Promise<void> {
  const untilMs = Date.now() + BACK_MS_MAX;
  for (;;) {
    const came = await doAll('decline');
    const amiss = [...came].filter(([, one]) => one !== 'works' && one !== 'waits');
    if (amiss.length === 0) return;
    if (Date.now() > untilMs) throw new Error(`it does not come back: ${JSON.stringify(amiss)}`);
    await wait(200);
  }
}

const cells = Object.keys(dependencies).flatMap((dependency) =>
  faultModes.map((mode) => ({ dependency: dependency as Dependency, mode })),
);

describe.each(cells)('$dependency is $mode', ({ dependency, mode }) => {
  let came: ReadonlyMap<CapabilityName, Came>;
  beforeAll(async () => {
    await untilAllWorks();
    await begin(dependency, mode);
    try {
      came = await doAll(accountIn(dependency, mode));
    } finally {
      await end(dependency, mode);
    }
  }, 180_000);

  test.each(names)('%s', (name) => {
    const outcome = outcomeOf(name, dependency, mode);
    expect(allowed[outcome], `the page says: ${outcome}`).toContain(came.get(name));
  });
});

test('without Vault, a shop whose key is not at hand sells, and its customers come later', async () => {
  const line = surrounding.lines.get('vault');
  const { otherShop } = trade;
  line?.cut();
  try {
    expect(cameOf(await otherShop.makeCustomer())).toBe('no');
    expect(cameOf(await otherShop.makeProduct())).toBe('works');
    expect((await otherShop.pull()).body.sections_missing).toEqual(['CUSTOMERS']);
  } finally {
    line?.mend();
  }
  await expect
    .poll(async () => cameOf(await otherShop.makeCustomer()), { timeout: BACK_MS_MAX })
    .toBe('works');
  expect((await otherShop.pull()).body.sections_missing).toEqual([]);
});

test('when all is mended, all works', untilAllWorks, 120_000);
