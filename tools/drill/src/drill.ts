/**
 * One drill: registers that sell, backups taken meanwhile, the server gone; and then, from each of
 * the backups, another server elsewhere to which the registers send again what it does not have.
 *
 *   sell ─▶ back up ─▶ sell ─▶ back up … ─▶ the server is gone
 *   for each backup:  restore ─▶ verify ─▶ serve ─▶ send again and sell on ─▶ judge
 */
import {
  callerOf,
  diceOf,
  makeHome,
  mustAnswer,
  openShop,
  ownerUrl,
  stillCarrying,
  withOwner,
} from '@evertill/rig';
import type { Call, Dice, Home, Operation, ServerProcess, Shop, Sold } from '@evertill/rig';
import { checkInvariants } from '@evertill/server';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { evertill } from './command.ts';
import type { BackedUp, Restored } from './command.ts';
import { judge } from './judge.ts';
import { Register, enrolAnew, newMemory } from './register.ts';
import type { Counts, Memory, Surroundings } from './register.ts';
import type { Settings } from './settings.ts';
import { Day } from './day.ts';
import { withServer } from './with-server.ts';

export interface Revival extends Counts {
  readonly backup_s: number;
  readonly backup_rows: number;
  /** Booked when the backup began. */
  readonly sales_before: number;
  readonly restore_s: number;
  readonly verify_s: number;
  /** From the server's first answer until every register had sent again what was missing. */
  readonly refill_s: number;
  /** Booked in the end. */
  readonly booked: number;
  readonly findings: readonly string[];
}

type Progress = (message: string) => void;

interface Taken {
  readonly file: string;
  readonly seconds: number;
  readonly rows: number;
  readonly salesBefore: number;
}

/** What the registers hold when the server is gone. */
interface Loss {
  readonly home: Home;
  readonly taken: readonly Taken[];
  readonly memories: readonly Memory[];
  readonly sold: readonly Sold[];
}

const REST_MS_MAX = 60_000;
const REFILL_MS_MAX = 300_000;

export async function drill(
  settings: Settings,
  seed: number,
  onProgress: Progress,
): Promise<readonly Revival[]> {
  const home = await makeHome(settings.homeToCopy);
  try {
    const loss = await sellUntilLost(settings, { home, seed, onProgress });
    const revivals: Revival[] = [];
    for (const [index, taken] of loss.taken.entries()) {
      onProgress(`seed ${seed}: restoring backup ${index + 1} of ${loss.taken.length}`);
      revivals.push(await revive(settings, { loss, taken, seed: seed * 100 + index }));
    }
    return revivals;
  } finally {
    await home.remove();
  }
}

interface Beginning {
  readonly home: Home;
  readonly seed: number;
  readonly onProgress: Progress;
}

async function sellUntilLost(
  settings: Settings,
  { home, seed, onProgress }: Beginning,
): Promise<Loss> {
  const dice = diceOf(seed);
  return withServer(home, async (server) => {
    const sold: Sold[] = [];
    const crew = await openCrew(server.url, { home, dice, sold });
    const registers: Register[] = [];
    const addOne = async (): Promise<void> => {
      const pass = await crew.shop.makeRegister(`Drill ${registers.length + 1}`);
      registers.push(new Register(newMemory(pass), crew));
    };
    for (let number = 1; number <= settings.registers; number += 1) await addOne();
    const day = new Day(registers);
    await day.sellFor(settings.loadMs);
    const taken: Taken[] = [];
    for (let number = 1; number <= settings.backups; number += 1) {
      onProgress(`seed ${seed}: backup ${number} of ${settings.backups} while it sells`);
      taken.push(await day.sellDuring(() => backUp(home, number, registers)));
      // What no backup before knows: a register, and an enrolment.
      if (number === 1) {
        await addOne();
        await registers[0]?.moveOn();
      }
      await day.sellFor(dice.between(Math.ceil(settings.loadMs / 4), settings.loadMs));
    }
    // With queues that are not empty, as the power goes.
    for (const register of registers) register.sell();
    await server.kill();
    const memories = registers.map(({ memory }) => memory);
    const odd = registers.flatMap(({ findings }) => findings);
    if (odd.length > 0) throw new Error(`before the loss: ${odd.join('; ')}`);
    return { home, taken, memories, sold };
  });
}

async function backUp(home: Home, number: number, registers: readonly Register[]): Promise<Taken> {
  const file = path.join(home.root, `${number}.backup`);
  const salesBefore = registers.reduce((sum, { counts }) => sum + counts.applied, 0);
  const { figures, seconds } = await evertill<BackedUp>(home.home, 'backup', file);
  return { file, seconds, rows: figures.rows, salesBefore };
}

interface Loading {
  readonly loss: Loss;
  readonly taken: Taken;
  readonly seed: number;
}

async function revive(settings: Settings, { loss, taken, seed }: Loading): Promise<Revival> {
  const home = await makeHome(undefined);
  try {
    const restored = await evertill<Restored>(home.home, 'restore', taken.file);
    const verified = await evertill<Restored>(home.home, 'verify');
    const refilled = await withServer(home, (server) =>
      refill(settings, { loss, home, server, seed }),
    );
    return {
      backup_s: taken.seconds,
      backup_rows: taken.rows,
      sales_before: taken.salesBefore,
      restore_s: restored.seconds,
      verify_s: verified.seconds,
      ...refilled,
      findings: [
        ...refilled.findings,
        ...[...restored.figures.breaches, ...verified.figures.breaches].map(brokenOf),
      ],
    };
  } finally {
    await home.remove();
  }
}

const brokenOf = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  `${id} broken: ${name}`;

interface Refilling extends Pick<Loading, 'loss' | 'seed'> {
  readonly home: Home;
  readonly server: ServerProcess;
}

type Refilled = Counts & Pick<Revival, 'refill_s' | 'booked' | 'findings'>;

async function refill(
  settings: Settings,
  { loss, home, server, seed }: Refilling,
): Promise<Refilled> {
  // Each life begins with what the registers had when the first one ended.
  const sold = structuredClone(loss.sold) as Sold[];
  const crew = await openCrew(server.url, { home: loss.home, dice: diceOf(seed), sold });
  const registers = loss.memories.map((memory) => new Register(structuredClone(memory), crew));
  const day = new Day(registers);
  const begin = performance.now();
  await day.untilSent(REFILL_MS_MAX);
  const refillMs = performance.now() - begin;
  await day.sellFor(settings.loadMs / 2);
  await untilAtRest(home);
  const verdict = await judge(home.home, crew.shop, operationsOf(registers));
  const breaches = await checkInvariants(await ownerUrl(home.home));
  return {
    ...sumOf(registers),
    refill_s: Math.round(refillMs / 10) / 100,
    booked: verdict.booked,
    findings: [
      ...registers.flatMap(({ findings }) => findings),
      ...verdict.findings,
      ...breaches.map(brokenOf),
    ],
  };
}

/** Each once, whatever number it had last. */
function operationsOf(registers: readonly Register[]): readonly Operation[] {
  const all = registers.flatMap(({ memory: { archive, kept } }) => [...archive, ...kept]);
  return [...new Map(all.map((operation) => [operation.id, operation])).values()];
}

function sumOf(registers: readonly Register[]): Counts {
  const sum = (name: keyof Counts): number =>
    registers.reduce((total, { counts }) => total + counts[name], 0);
  return {
    applied: sum('applied'),
    duplicates: sum('duplicates'),
    sentAgain: sum('sentAgain'),
    renumbered: sum('renumbered'),
    leasesLost: sum('leasesLost'),
    enrolments: sum('enrolments'),
  };
}

interface CrewAt {
  /** Whose demo shops tell how to log in. */
  readonly home: Home;
  readonly dice: Dice;
  readonly sold: Sold[];
}

async function openCrew(
  url: string,
  { home, dice, sold }: CrewAt,
): Promise<Surroundings & { readonly shop: Shop }> {
  const call = callerOf(url);
  const shop = await openShop(call, home.home);
  const owner = await ownerToken(call, home);
  let made = 0;
  return {
    call,
    shop,
    dice,
    sold,
    enrol: ({ registerId }, isKnown) => {
      made += 1;
      return enrolAnew(call, owner, { registerId, isKnown, name: `Anew ${made} ${registerId}` });
    },
  };
}

async function ownerToken(call: Call, home: Home): Promise<string> {
  const file = await readFile(path.join(home.home, 'demo.json'), 'utf8');
  const { tenants } = JSON.parse(file) as { readonly tenants: readonly { owner: unknown }[] };
  const request = { method: 'POST', path: '/api/token/', body: tenants[0]?.owner } as const;
  return (await mustAnswer<{ access: string }>(call, request)).access;
}

async function untilAtRest(home: Home): Promise<void> {
  const limit = performance.now() + REST_MS_MAX;
  await withOwner(home.home, async (client) => {
    while ((await stillCarrying(client)).length > 0) {
      if (performance.now() > limit) throw new Error('the relays do not come to rest');
      await sleep(50);
    }
  });
}
