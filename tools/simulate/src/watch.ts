/**
 * Sees every request as it leaves a device: what is sent must be on the disk, one id has one body,
 * and nobody knocks without end.
 */
import type { KeptOperation } from '@evertill/sync';
import type { BackendRequest } from './backend.ts';
import type { Device } from './device.ts';

export interface Watch {
  readonly see: (device: Device, request: BackendRequest, atMs: number) => void;
  /** Something is wrong that no request shows. */
  readonly find: (what: string) => void;
  readonly findings: () => readonly string[];
}

/** Of one device in one minute: a batch and its halves, a lease, a token, a pull, for two tabs. */
const REQUESTS_A_MINUTE_MAX = 90;

/** Of one tab in two minutes, all of which fail: its waits grow, and ten are usual. */
const LEASES_MAX = 20;
/** For each further tab that was open then: whichever gets the lock begins with short waits. */
const LEASES_MAX_MORE = 12;
const LEASES_MS = 120_000;

interface Lease {
  readonly device: Device;
  readonly atMs: number;
  /** The names of those that were open. */
  readonly tabs: readonly string[];
}

interface Pushed {
  readonly operations: readonly {
    readonly id: string;
    readonly seq: number;
    readonly body: unknown;
  }[];
}

export function makeWatch(): Watch {
  const findings = new Set<string>();
  const bodies = new Map<string, string>();
  const firstSent = new Map<string, number>();
  const minutes = new Map<string, number>();
  const leases: Lease[] = [];
  return {
    find: (what) => {
      findings.add(what);
    },
    findings: () => [...findings],
    see: (device, { target, body }, atMs) => {
      if (target.endsWith('/lease/')) {
        const tabs = device.tabs.filter((tab) => tab.isAlive()).map((tab) => tab.name);
        leases.push({ device, atMs, tabs });
        const recent = leases.filter((one) => one.device === device && one.atMs > atMs - LEASES_MS);
        const open = new Set(recent.flatMap((one) => one.tabs)).size;
        if (recent.length > LEASES_MAX + (open - 1) * LEASES_MAX_MORE) {
          findings.add(`${device.line.name}: a fight for the lease`);
        }
      }
      const minute = `${device.line.name} ${String(Math.floor(atMs / 60_000))}`;
      const count = (minutes.get(minute) ?? 0) + 1;
      minutes.set(minute, count);
      if (count > REQUESTS_A_MINUTE_MAX) findings.add(`${minute}: a storm of requests`);
      if (target !== '/api/sync/push/' || body === undefined) return;
      const { operations } = JSON.parse(body) as Pushed;
      let seqBefore = 0;
      for (const operation of operations) {
        const said = JSON.stringify(operation.body);
        const known = bodies.get(operation.id) ?? said;
        bodies.set(operation.id, known);
        if (known !== said) findings.add(`${operation.id}: two bodies under one id`);
        if (!device.disk.operations.has(operation.id)) {
          findings.add(`${operation.id}: sent, and not on the disk`);
        }
        const doubt = doubtOf(device.disk.operations.get(operation.id), firstSent);
        if (doubt !== undefined) findings.add(doubt);
        if (operation.seq <= seqBefore) findings.add(`${operation.id}: out of order`);
        seqBefore = operation.seq;
      }
    },
  };
}

/**
 * No server is restored here: what was settled, and is sent again in the same epoch, was settled
 * without being booked. The engine mends that by itself, which is no excuse.
 */
function doubtOf(
  operation: KeptOperation | undefined,
  firstSent: Map<string, number>,
): string | undefined {
  if (operation?.fate.kind !== 'queued') return undefined;
  const { id, fate, place } = operation;
  if (!fate.wasSettled) firstSent.set(id, place.epoch);
  else if (firstSent.get(id) === place.epoch) return `${id}: settled, and the server never had it`;
  return undefined;
}
