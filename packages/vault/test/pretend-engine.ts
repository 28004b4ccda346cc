/** A pretend database engine of Vault's, on a clock that is turned: it lends, ends and is away. */
import type { World } from '@evertill/kernel';
import { realWorld } from '@evertill/kernel';
import type { VaultClient } from '../src/vault-client.ts';
import { VaultAway, VaultRefusal } from '../src/vault-trouble.ts';

export interface TurnedWorld extends World {
  /** Lets so many seconds pass, one after the other, and everything happen in them. */
  readonly pass: (seconds: number, afterEach?: () => void) => Promise<void>;
}

export function turnedWorld(): TurnedWorld {
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  let waiting: readonly { readonly atMs: number; readonly work: () => void }[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    ...realWorld(),
    clock: { now: () => new Date(nowMs) },
    scheduler: {
      after: (delayMs, work) => {
        const one = { atMs: nowMs + delayMs, work };
        waiting = [...waiting, one];
        return () => {
          waiting = waiting.filter((other) => other !== one);
        };
      },
    },
    pass: async (seconds, afterEach = () => undefined) => {
      for (let second = 0; second < seconds; second += 1) {
        nowMs += 1_000;
        const due = waiting.filter(({ atMs }) => atMs <= nowMs);
        waiting = waiting.filter((one) => !due.includes(one));
        for (const { work } of due) work();
        await settle();
        afterEach();
      }
    },
  };
}

export interface PretendEngine {
  readonly client: VaultClient;
  readonly asked: string[];
  /** Nobody answers. */
  isAway: boolean;
  /** Vault knows us by another token: what the one before was lent ends now. */
  readonly changeToken: () => void;
  readonly isAlive: (user: string | undefined) => boolean;
  readonly alive: () => readonly string[];
}

export interface Life {
  readonly seconds: number;
  readonly secondsMax: number;
}

interface Lease {
  readonly user: string;
  readonly bornMs: number;
  endsMs: number;
}

export function pretendEngine(world: World, { seconds, secondsMax }: Life): PretendEngine {
  const leases = new Map<string, Lease>();
  const listeners: (() => void)[] = [];
  const nowMs = (): number => world.clock.now().getTime();
  const extend = (lease: Lease): number => {
    lease.endsMs = Math.min(nowMs() + seconds * 1000, lease.bornMs + secondsMax * 1000);
    return Math.floor((lease.endsMs - nowMs()) / 1000);
  };
  const living = (id: string): Lease => {
    const lease = leases.get(id);
    if (lease === undefined || lease.endsMs <= nowMs()) throw new VaultRefusal(400, 'no lease');
    return lease;
  };
  const answers: Readonly<Record<string, (id: string) => unknown>> = {
    'GET database/creds/evertill-orders': () => {
      const user = `v-orders-${leases.size}`;
      const lease = { user, bornMs: nowMs(), endsMs: 0 };
      leases.set(`lease-${leases.size}`, lease);
      const data = { username: user, password: `secret-of-${user}` };
      const id = `lease-${leases.size - 1}`;
      return { lease_id: id, lease_duration: extend(lease), renewable: true, data };
    },
    'POST sys/leases/renew': (id) => ({ lease_duration: extend(living(id)), renewable: true }),
    'POST sys/leases/revoke': (id) => {
      living(id).endsMs = nowMs();
    },
  };
  const engine: PretendEngine = {
    asked: [],
    isAway: false,
    client: {
      ask: (method, path, body) => {
        const words = `${method} ${path}`;
        engine.asked.push(words);
        if (engine.isAway) return Promise.reject(new VaultAway('nobody answers'));
        const { lease_id: id = '' } = (body ?? {}) as { lease_id?: string };
        return new Promise((resolve) => {
          resolve(answers[words]?.(id));
        });
      },
      onNewToken: (tell) => {
        listeners.push(tell);
      },
      close: () => undefined,
    },
    changeToken: () => {
      for (const lease of leases.values()) lease.endsMs = Math.min(lease.endsMs, nowMs() + 3_000);
      for (const tell of listeners) tell();
    },
    isAlive: (user) => engine.alive().includes(user ?? ''),
    alive: () =>
      [...leases.values()].filter(({ endsMs }) => endsMs > nowMs()).map(({ user }) => user),
  };
  return engine;
}
