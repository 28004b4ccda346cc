/**
 * What the door counts, and how it says so: the headers of draft-ietf-httpapi-ratelimit-headers-10
 * with every answer, 429 and `Retry-After` when it was too much.
 */
import type { Operation } from '@evertill/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isIPv6 } from 'node:net';
import type { Context } from './context.ts';
import type { Allowances, RateLimiter, Standing, Taking } from './rate-limit.ts';
import { refuse } from './refusal.ts';

/** A request of a kind that works long weighs as much as ten others. */
const HEAVY_UNITS = 10;

export interface Counted extends Pick<Context, 'tenantId' | 'userId'> {
  /** What this shop is allowed instead of what everybody is. */
  readonly limits?: Allowances;
}

export interface DoorLimits {
  /** Whoever has shown no credential that is good, by address alone. */
  readonly countStranger: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Whoever has, by shop, by account or API key, and by the kind of operation. */
  readonly countCaller: (operation: Operation, who: Counted, reply: FastifyReply) => Promise<void>;
}

export function doorLimits(limiter: RateLimiter): DoorLimits {
  const takeAll = async (
    reply: FastifyReply,
    ...asked: readonly [owner: string, takings: readonly Taking[], own?: Allowances]
  ): Promise<void> => {
    const standings = await limiter.take(...asked);
    if (standings.length > 0) tellStandings(standings, reply);
    const over = standings.filter(({ isOver }) => isOver);
    if (over.length === 0) return;
    const retryAfterSeconds = Math.max(...over.map(({ secondsToReset }) => secondsToReset));
    const names = over.map(({ policy }) => policy).join(', ');
    refuse('rate_limited', { retryAfterSeconds, detail: `Too many requests (${names}).` });
  };
  return {
    countStranger: (request, reply) => {
      const network = networkOf(request.ip);
      return takeAll(reply, network, [['address', network, 1]]);
    },
    countCaller: (operation, { tenantId, userId, limits }, reply) => {
      const load = loadOf(operation);
      const units = load === 'heavy' ? HEAVY_UNITS : 1;
      const shop = tenantId ?? 'platform';
      const takings = [
        ['caller', `${shop} ${userId ?? ''}`, units],
        ['tenant', shop, units],
        [load, shop, units],
      ] as const;
      return takeAll(reply, shop, takings, limits);
    },
  };
}

/** The kind of an operation: what it says of itself, else whether it only reads. */
export function loadOf({ http }: Operation): 'read' | 'write' | 'sync' | 'heavy' {
  return http?.load ?? (http?.method === 'GET' ? 'read' : 'write');
}

/** Every policy that counted, and the one of which the least is left. */
function tellStandings(standings: readonly Standing[], reply: FastifyReply): void {
  const policies = standings.map(
    ({ policy, allowance }) => `"${policy}";q=${allowance.units};w=${allowance.seconds}`,
  );
  const shareLeft = ({ unitsLeft, allowance }: Standing): number => unitsLeft / allowance.units;
  const tightest = standings.reduce((one, other) =>
    shareLeft(other) < shareLeft(one) ? other : one,
  );
  const { policy, unitsLeft, secondsToReset } = tightest;
  reply
    .header('ratelimit-policy', policies.join(', '))
    .header('ratelimit', `"${policy}";r=${unitsLeft};t=${secondsToReset}`);
}

/** An IPv6 subscriber has a whole /64 of addresses, and counts once. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[0-9.]+$)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.toLowerCase().split('::', 2);
  const head = before.split(':').filter((part) => part !== '');
  const tail = (after ?? '').split(':').filter((part) => part !== '');
  // An IPv4 address at the end stands for two groups, and is never in the first four.
  const tailGroups = tail.length + (tail.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = Array<string>(Math.max(0, 8 - head.length - tailGroups)).fill('0');
  const groups = after === undefined ? head : [...head, ...zeros, ...tail];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
