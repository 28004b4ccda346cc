/**
 * How much somebody may ask for in a stretch of time. The port has one question; behind it is this
 * process's memory, or a store that many processes share (`shared-rate-limit.ts`).
 */
import { shopPolicies } from '@evertill/contract';
import type { TenantLimit } from '@evertill/contract';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Whose requests are counted together, and what kind of request. */
export const ratePolicies = ['address', ...shopPolicies] as const;
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
   * `own` is what this owner has instead of what everybody has.
   */
  readonly take: (
    owner: string,
    takings: readonly Taking[],
    own?: Allowances,
  ) => Promise<readonly Standing[]>;
}

/** Of each policy that is limited, in order, with what is allowed. */
export function countedOf(
  takings: readonly Taking[],
  everybody: Allowances,
  own: Allowances = {},
): readonly (readonly [Taking, Allowance])[] {
  return takings.flatMap((taking): [Taking, Allowance][] => {
    const allowance = own[taking[0]] ?? everybody[taking[0]];
    return allowance === undefined ? [] : [[taking, allowance]];
  });
}

/** What a shop has of its own, as the door counts it. */
export function allowancesIn(limits: readonly TenantLimit[]): Allowances {
  return Object.fromEntries(
    limits.map(({ policy, units, seconds }) => [policy, { units, seconds }]),
  );
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
  // It only counts: what is too much is ours to say, since a shop may have limits of its own.
  const counter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1 });
  return {
    take: (_, takings, own) =>
      Promise.all(
        countedOf(takings, allowances, own).map(async ([[policy, key, units], allowance]) => {
          const { seconds } = allowance;
          const counted = await counter.consume(`${policy} ${seconds} ${key}`, units, {
            customDuration: seconds,
          });
          return standingOf({
            ...{ policy, allowance },
            unitsTaken: counted.consumedPoints,
            msToReset: counted.msBeforeNext,
          });
        }),
      ),
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
