/** The limiter of one process, and of many while what they share is away. */
import { rateLimiterSuite } from '@evertill/testing';
import { describe, expect, test } from 'vitest';
import {
  CircuitLate,
  CircuitOpen,
  makeCircuit,
  makeLog,
  makeMetrics,
  memoryRateLimiter,
  realWorld,
  sharedRateLimiter,
} from '../src/index.ts';
import type { Circuit, Metrics, RateLimiter } from '../src/index.ts';

describe('of one process', () => {
  rateLimiterSuite(memoryRateLimiter);
});

interface Bench {
  readonly circuit: Circuit;
  readonly metrics: Metrics;
  readonly said: string[];
  /** Moves the clock, and ends what waits for it. */
  readonly pass: (ms: number) => void;
}

function bench(isAnswer?: (error: unknown) => boolean): Bench {
  let nowMs = 0;
  let waiting: { readonly atMs: number; readonly work: () => void }[] = [];
  const said: string[] = [];
  const metrics = makeMetrics();
  const circuit = makeCircuit({
    name: 'store',
    world: {
      clock: { now: () => new Date(nowMs) },
      randomness: realWorld().randomness,
      scheduler: {
        after: (delayMs, work) => {
          const one = { atMs: nowMs + delayMs, work };
          waiting.push(one);
          return () => {
            waiting = waiting.filter((other) => other !== one);
          };
        },
      },
    },
    log: makeLog({ level: 'info', destination: { write: (line) => void said.push(line) } }),
    metrics,
    deadlineMs: 100,
    failuresMax: 3,
    restMs: 5_000,
    ...(isAnswer === undefined ? {} : { isAnswer }),
  });
  return {
    circuit,
    metrics,
    said,
    pass: (ms) => {
      nowMs += ms;
      const due = waiting.filter(({ atMs }) => atMs <= nowMs);
      waiting = waiting.filter(({ atMs }) => atMs > nowMs);
      for (const { work } of due) work();
    },
  };
}

const never = () => new Promise<never>(() => undefined);
const fail = () => Promise.reject(new Error('no line'));
const well = () => Promise.resolve('well');
const isOpen = async ({ metrics }: Bench) => (await metrics.circuitsOpen.get()).values[0]?.value;

describe('a circuit', () => {
  test('waits for nobody longer than its deadline', async () => {
    const { circuit, pass } = bench();
    const asked = circuit.run(never);
    pass(99);
    pass(1);
    await expect(asked).rejects.toThrow(CircuitLate);
  });

  test('asks nobody after three failures running, then one, then all', async () => {
    const one = bench();
    const { circuit, pass, said } = one;
    for (let count = 0; count < 2; count += 1) await expect(circuit.run(fail)).rejects.toThrow();
    // One answer between them and they are not running.
    expect(await circuit.run(well)).toBe('well');
    for (let count = 0; count < 3; count += 1) await expect(circuit.run(fail)).rejects.toThrow();
    let asked = 0;
    const count = () => {
      asked += 1;
      return well();
    };
    await expect(circuit.run(count)).rejects.toThrow(CircuitOpen);
    expect([asked, await isOpen(one)]).toEqual([0, 1]);
    pass(5_000);
    // While one tries, the others do not wait to see what becomes of it.
    const trial = circuit.run(never);
    await expect(circuit.run(count)).rejects.toThrow(CircuitOpen);
    pass(100);
    await expect(trial).rejects.toThrow(CircuitLate);
    await expect(circuit.run(count)).rejects.toThrow(CircuitOpen);
    pass(5_000);
    expect([await circuit.run(count), await circuit.run(count), asked]).toEqual([
      'well',
      'well',
      2,
    ]);
    expect(await isOpen(one)).toBe(0);
    // Told when it begins and when it is over, and not with every request.
    expect(said).toHaveLength(2);
  });

  test('takes a no for an answer where it is one', async () => {
    const { circuit } = bench((error) => error instanceof RangeError);
    const no = () => Promise.reject(new RangeError('no'));
    for (let count = 0; count < 9; count += 1) await expect(circuit.run(no)).rejects.toThrow('no');
  });
});

test('while what is shared is away, each process counts for itself', async () => {
  const { circuit, pass } = bench();
  const local = memoryRateLimiter({ tenant: { units: 2, seconds: 60 } });
  let isAway = true;
  const shared: RateLimiter = { take: () => (isAway ? fail() : Promise.resolve([])) };
  const limiter = sharedRateLimiter({ shared, local, circuit });
  const take = async () => (await limiter.take('a', [['tenant', 'a', 1]]))[0]?.isOver;
  const taken: unknown[] = [];
  for (let count = 0; count < 5; count += 1) taken.push(await take());
  expect(taken).toEqual([false, false, true, true, true]);
  isAway = false;
  expect(await take()).toBe(true);
  pass(5_000);
  expect(await limiter.take('a', [['tenant', 'a', 1]])).toEqual([]);
});

test('a circuit in the real world', async () => {
  const log = makeLog({ level: 'silent', destination: { write: () => undefined } });
  const common = { name: 'x', world: realWorld(), log, metrics: makeMetrics() };
  const circuit = makeCircuit({ ...common, deadlineMs: 5, failuresMax: 1, restMs: 60_000 });
  await expect(circuit.run(never)).rejects.toThrow('within 5 ms');
  await expect(circuit.run(well)).rejects.toThrow(CircuitOpen);
});
