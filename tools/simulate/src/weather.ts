/** Spells that come over a device, or over the shop: each begins, lasts a while, and ends. */
import type { Backend } from './backend.ts';
import type { Device, Tab } from './device.ts';
import type { Dice } from '@evertill/rig';
import type { Trace } from './trace.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface WeatherNeeds {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly backend: Backend;
  readonly devices: readonly Device[];
  readonly troubles: () => Troubles;
  readonly logIn: (device: Device) => Promise<void>;
}

type Spell = (needs: WeatherNeeds, device: Device, lastMs: number) => void | Promise<void>;

const HOUR_MS = 3_600_000;

const spells: Readonly<Record<string, Spell>> = {
  offline: ({ time }, { line }, lastMs) => {
    line.isOnline = false;
    time.after(lastMs, () => {
      line.isOnline = true;
    });
  },
  portal: ({ time }, { line }, lastMs) => {
    line.isPortal = true;
    time.after(lastMs, () => {
      line.isPortal = false;
    });
  },
  frozen: ({ time }, device, lastMs) => {
    device.anyTab()?.freezeUntil(time.nowMs() + lastMs);
  },
  killed: (_needs, device) => {
    device.anyTab()?.kill();
  },
  torn: (_needs, device) => {
    device.tear();
  },
  // Not waited for: on a slow disk it opens when time has gone on.
  'another tab': (_needs, device) => {
    const alive = device.tabs.filter((tab) => tab.isAlive());
    if (alive.length < 2) void device.openTab();
  },
  'another time': ({ dice }, device) => {
    device.clockAheadMs = dice.between(-3 * HOUR_MS, 24 * HOUR_MS);
  },
  suspended: async ({ time, backend }, _device, lastMs) => {
    await setStatus(backend, 'SUSPENDED');
    time.after(lastMs, () => setStatus(backend, 'ACTIVE'));
  },
  'token gone': (_needs, device) => {
    device.access.token = undefined;
  },
  'logged out': (_needs, device) => {
    device.access.token = 'nothing';
    device.refreshToken = 'nothing';
  },
  'enrolled again': async ({ backend }, device) => {
    const { registration } = device.disk.head;
    const tab = device.anyTab();
    if (registration === null || tab === undefined || !device.line.isOnline) return;
    const { enrolmentCode } = await backend.newCode(registration.registerId);
    void tab.engine.enrol(enrolmentCode).catch(() => undefined);
  },
};

async function setStatus({ sql, tenantId }: Backend, status: string): Promise<void> {
  await sql('UPDATE auth.tenants SET status = $2 WHERE tenant_id = $1', [tenantId, status]);
}

const MINUTE_MS = 60_000;

/** The returned function ends all of it, for good. */
export function weather(needs: WeatherNeeds): () => Promise<void> {
  const { time, dice, trace, devices, troubles } = needs;
  let isOver = false;
  for (const device of devices) {
    const next = async (): Promise<void> => {
      if (isOver) return;
      const name = dice.pick(Object.keys(spells));
      trace.note(`${device.line.name} ${name}`);
      await spells[name]?.(needs, device, dice.between(5_000, 4 * MINUTE_MS));
      later();
    };
    const later = (): void => {
      const { spellsAMinute } = troubles();
      if (spellsAMinute > 0) time.after((dice.between(1, 100) * 1_200) / spellsAMinute, next);
    };
    later();
    tend(needs, device);
  }
  return async () => {
    isOver = true;
    await setStatus(needs.backend, 'ACTIVE');
    for (const { line } of devices) Object.assign(line, { isOnline: true, isPortal: false });
  };
}

/** Somebody opens the page again when it is gone, and logs in when asked to; to the very end. */
function tend(needs: WeatherNeeds, device: Device): void {
  const look = async (): Promise<void> => {
    const alive = device.tabs.filter((tab) => tab.isAlive());
    if (alive.length === 0) void device.openTab();
    if (alive.some(isSignedOut) && device.line.isOnline) {
      await needs.logIn(device);
      alive.find(isSignedOut)?.engine.signedIn();
    }
    const shutOut = alive.find((tab) => tab.engine.status().state === 'turned_away');
    const { registration } = device.disk.head;
    // The answer to an enrolment was lost, and its key with it: the back office gives another code.
    if (shutOut !== undefined && registration !== null && device.line.isOnline) {
      const { enrolmentCode } = await needs.backend.newCode(registration.registerId);
      void shutOut.engine.enrol(enrolmentCode).catch(() => undefined);
    }
    needs.time.after(20_000, look);
  };
  needs.time.after(20_000, look);
}

function isSignedOut({ engine }: Tab): boolean {
  return engine.status().state === 'signed_out';
}
