/**
 * Keeps the app on the device, and brings the next version of it: looked for now and then, and let
 * in when nobody would miss anything that is open. No cart, no payment, no queue that is just being
 * sent, and no change on the screen that somebody may still be counting out.
 */
import type { Devices } from '../app/devices.ts';
import type { Navigation } from '../app/navigation.ts';
import { openAppUpdates } from '../service-worker/app-updates.ts';
import type { AppUpdates } from '../service-worker/app-updates.ts';
import type { Till } from '../till.ts';
import type { BrowserWorld } from './browser-world.ts';

const SCRIPT = 'service-worker.js';
const LOOK_MS = 30 * 60_000;
const OFFER_MS = 60_000;
/** So long nobody touched anything; with a finished sale on the screen, longer. */
const QUIET_MS = 60_000;
const QUIET_AFTER_SALE_MS = 10 * 60_000;

export interface KeepAppParts {
  readonly container: ServiceWorkerContainer;
  /** Where the app is, as `/register/`. */
  readonly folder: string;
  readonly till: Pick<Till, 'store' | 'ports'>;
  readonly navigation: Pick<Navigation, 'store'>;
  readonly devices: Pick<Devices, 'store'>;
  readonly world: Pick<BrowserWorld, 'nowMs' | 'after' | 'onLineChange'>;
  readonly reload: () => void;
}

/** Undefined where the browser keeps no apps: then this one needs the line to start. */
export async function keepApp(parts: KeepAppParts): Promise<AppUpdates | undefined> {
  const { container, folder, world, reload } = parts;
  const mayYield = quietWatch(parts);
  try {
    const scriptUrl = folder + SCRIPT;
    const updates = await openAppUpdates({ container, scriptUrl, mayYield, reload });
    const every = (ms: number, work: () => void): void => {
      world.after(ms, () => {
        work();
        every(ms, work);
      });
    };
    every(LOOK_MS, () => void updates.look());
    every(OFFER_MS, updates.offer);
    world.onLineChange(() => void updates.look());
    return updates;
  } catch {
    return undefined;
  }
}

/** Whether the app may be started anew this moment. */
export function quietWatch({
  till,
  navigation,
  devices,
  world,
}: Pick<KeepAppParts, 'till' | 'navigation' | 'devices' | 'world'>): () => boolean {
  let touchedAtMs = world.nowMs();
  const touch = (): void => {
    touchedAtMs = world.nowMs();
  };
  till.store.subscribe(touch);
  navigation.store.subscribe(touch);
  return () => {
    const { cart, payment, finished } = till.store.getState();
    const { place, overlay } = navigation.store.getState();
    const { line, waiting } = till.ports.journal.status();
    if (cart.lines.length > 0 || payment !== null || overlay !== null || place.at !== 'sell') {
      return false;
    }
    if (line === 'online' && waiting > 0) return false;
    // Nobody would know whether that paper came out.
    const { jobs } = devices.store.getState();
    if (jobs.some(({ state }) => state.kind === 'printing')) return false;
    const quietMs = finished === null ? QUIET_MS : QUIET_AFTER_SALE_MS;
    return world.nowMs() - touchedAtMs >= quietMs;
  };
}
