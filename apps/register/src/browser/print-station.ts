/**
 * The print queue of this device and the printer behind it, which may be another one tomorrow. Jobs
 * are kept in the browser's database: what waits for paper is there after the till was closed.
 */
import {
  browserPrinter,
  createPrintQueue,
  indexedPrintStore,
  memoryPrintStore,
} from '@evertill/devices';
import type { BluetoothDevice, Clock, PrintJob, PrintQueue, Printer } from '@evertill/devices';
import type { StoreApi } from 'zustand/vanilla';
import { paperOf } from '../app/device-settings.ts';
import type { DeviceSettings, DeviceSettingsStore } from '../app/device-settings.ts';
import type { DeviceState } from '../app/devices.ts';
import type { OwnPorts } from './own-ports.ts';
import { openPrinter } from './open-printer.ts';
import type { OpenPrinter } from './open-printer.ts';

export interface PrintStation {
  readonly queue: PrintQueue;
  readonly printHere: (id: string) => Promise<void>;
  readonly openDrawer: () => Promise<void>;
  readonly look: () => Promise<void>;
  /** A device that a person just chose, and that the browser may not find again by itself. */
  readonly meet: (device: BluetoothDevice) => void;
}

export interface StationParts {
  readonly settings: DeviceSettingsStore;
  readonly store: StoreApi<DeviceState>;
  readonly clock: Clock;
  readonly ports: OwnPorts;
}

const LOCK = 'evertill-print';

export async function openPrintStation(parts: StationParts): Promise<PrintStation> {
  const { settings, store, clock, ports } = parts;
  const met = new Map<string, BluetoothDevice>();
  const openNow = (): Promise<OpenPrinter> =>
    openPrinter({ settings: settings.getState(), clock, ports, met });
  let opening = openNow();
  const printer: Printer = {
    print: async (document) => (await opening).printer.print(document),
    status: async () => (await opening).printer.status(),
  };
  const queue = createPrintQueue({
    store: await indexedPrintStore(indexedDB).catch(() => memoryPrintStore()),
    printer,
    clock,
    exclusively: (work) => navigator.locks.request(LOCK, work),
  });
  const look = async (): Promise<void> => {
    store.setState({ printer: await (await opening).look() });
  };
  const tell = (jobs: readonly PrintJob[]): void => store.setState({ jobs });
  queue.watch((jobs) => {
    if (hasChanged(store.getState().jobs, jobs)) void look();
    tell(jobs);
  });
  settings.subscribe((now, before) => {
    if (!isAnother(now, before)) return;
    const last = opening;
    store.setState({ printer: { kind: 'checking' } });
    opening = last.then(({ close }) => close()).then(openNow);
    // What was held up by the one before is not held up by this one.
    void look().then(queue.retry);
  });
  tell(await queue.jobs());
  void look();
  return {
    queue,
    look,
    meet: (device) => met.set(device.id, device),
    openDrawer: async () => {
      const outcome = await (await opening).openDrawer();
      const isFine = outcome.kind === 'kicked' || outcome.trouble === 'too_soon';
      store.setState({ drawerTrouble: isFine ? null : outcome.trouble });
    },
    printHere: (id) => printHere(id, queue, parts),
  };
}

/** Out of the queue first: what is at the printer at this moment is not printed twice. */
async function printHere(
  id: string,
  queue: PrintQueue,
  { settings, clock }: StationParts,
): Promise<void> {
  const stateOf = async (): Promise<PrintJob | undefined> =>
    (await queue.jobs()).find((job) => job.id === id);
  const before = await stateOf();
  await queue.drop(id);
  if (before === undefined || (await stateOf())?.state.kind !== 'dropped') return;
  const mayBeOut = before.state.kind === 'doubtful';
  const dialog = browserPrinter(window, paperOf(settings.getState()), clock);
  await dialog.print(mayBeOut ? before.copy : before.document);
}

/** Whether a job came to an end, or was stopped, since it was last looked at. */
function hasChanged(before: readonly PrintJob[], now: readonly PrintJob[]): boolean {
  const kinds = new Map(before.map(({ id, state }) => [id, state.kind]));
  return now.some(({ id, state }) => kinds.get(id) === 'printing' && state.kind !== 'printing');
}

function isAnother(now: DeviceSettings, before: DeviceSettings): boolean {
  const about = ({ printer, roll, letters, saysStatus, drawerPin }: DeviceSettings): unknown[] => [
    printer,
    roll,
    letters,
    saysStatus,
    drawerPin,
  ];
  return JSON.stringify(about(now)) !== JSON.stringify(about(before));
}
