/**
 * How much somebody may ask for in a stretch of time. The port has one question; behind it is this
 * process's memory, or a store that many processes share (`shared-rate-limit.ts`).
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Whose requests are counted together, and what kind of request. */
export const ratePolicies = [
  'address',
  'tenant',
  'caller',
  'read',
  'write',
  'sync',
  'heavy',
] as const;
export type RatePolicy = (typeof ratePolicies)[number];

export interface Allowance {
  readonly units: number;
  readonly seconds: number;
}

/** A policy that is not named has no limit. */
export type Allowances = Readonly<Partial<Record<RatePolicy, Allowance>>>;

/** Where somebody stands after taking. */
export interface Standing {
  readonly policy: RatePolicy;
  readonly allowance: Allowance;
  /** 0 also when more was asked for than was left. */
  readonly unitsLeft: number;
  readonly secondsToReset: number;
  readonly isOver: boolean;
}

/** So many units are asked for, under a policy, by whoever the key stands for. */
export type Taking = readonly [policy: RatePolicy, key: string, units: number];

export interface RateLimiter {
  /**
   * Takes all of it at once, also what is more than was left; answers where each now stands, in
   * order, without those whose policy has no limit. `owner` is the shop, network or other body
   * that all of it is counted for: a store that is spread over machines keeps it in one place.
   */
  readonly take: (owner: string, takings: readonly Taking[]) => Promise<readonly Standing[]>;
}

/** Per ten seconds, so that nobody who has to wait waits long. */
export const rateDefaults: Allowances = {
  address: { units: 1_000, seconds: 10 },
  caller: { units: 5_000, seconds: 10 },
  tenant: { units: 20_000, seconds: 10 },
  read: { units: 10_000, seconds: 10 },
  write: { units: 10_000, seconds: 10 },
  sync: { units: 10_000, seconds: 10 },
  heavy: { units: 500, seconds: 10 },
};

/** Counts in this process: two processes let somebody do twice as much. */
export function memoryRateLimiter(allowances: Allowances): RateLimiter {
  const counters = new Map<RatePolicy, readonly [Allowance, RateLimiterMemory]>();
  for (const policy of ratePolicies) {
    const allowance = allowances[policy];
    if (allowance === undefined) continue;
    const { units: points, seconds: duration } = allowance;
    counters.set(policy, [allowance, new RateLimiterMemory({ points, duration })]);
  }
  const takeOne = async ([policy, key, units]: Taking): Promise<Standing | undefined> => {
    const found = counters.get(policy);
    if (found === undefined) return undefined;
    const [allowance, counter] = found;
    const { consumedPoints, msBeforeNext } = await consume(counter, key, units);
    return standingOf({ policy, allowance, unitsTaken: consumedPoints, msToReset: msBeforeNext });
  };
  return {
    take: async (_, takings) => {
      const standings = await Promise.all(takings.map(takeOne));
      return standings.filter((one) => one !== undefined);
    },
  };
}

export interface Taken {
  readonly policy: RatePolicy;
  readonly allowance: Allowance;
  readonly unitsTaken: number;
  readonly msToReset: number;
}

/** What a store counted, in the words of the door. */
export function standingOf({ policy, allowance, unitsTaken, msToReset }: Taken): Standing {
  return {
    policy,
    allowance,
    unitsLeft: Math.max(0, allowance.units - unitsTaken),
    secondsToReset: Math.max(1, Math.ceil(msToReset / 1000)),
    isOver: unitsTaken > allowance.units,
  };
}

/** The library rejects with the same figures it resolves with. */
async function consume(
  counter: RateLimiterMemory,
  key: string,
  units: number,
): Promise<RateLimiterRes> {
  try {
    return await counter.consume(key, units);
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw error;
  }
}
