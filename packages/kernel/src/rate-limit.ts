/**
 * How much somebody may ask for in a stretch of time. The port has one question; behind it is this
 * process's memory today, and may be a store that many processes share.
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

export interface RateLimiter {
  /** Undefined where the policy has no limit. It takes also when too little is left. */
  readonly take: (policy: RatePolicy, key: string, units: number) => Promise<Standing | undefined>;
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
  return {
    take: async (policy, key, units) => {
      const found = counters.get(policy);
      if (found === undefined) return undefined;
      const [allowance, counter] = found;
      const taken = await consume(counter, key, units);
      return {
        policy,
        allowance,
        unitsLeft: Math.max(0, taken.remainingPoints),
        secondsToReset: Math.max(1, Math.ceil(taken.msBeforeNext / 1000)),
        isOver: taken.consumedPoints > allowance.units,
      };
    },
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
