/**
 * What hangs on the till in a browser. The scanner is heard from the first frame on; what prints,
 * sees and shows comes when it is asked for, so that nothing of it delays the start.
 */
import { chooseBluetoothPrinter, chooseSerialPrinter, chooseUsbPrinter } from '@evertill/devices';
import { keyboardWedge } from '@evertill/devices';
import type { Clock, PrintTrouble } from '@evertill/devices';
import { createStore } from 'zustand/vanilla';
import { connections, deviceSettingsOf } from '../app/device-settings.ts';
import type { Connection, DeviceSettingsStore, PrinterChoice } from '../app/device-settings.ts';
import { quietDevices } from '../app/devices.ts';
import type { Devices, DeviceState } from '../app/devices.ts';
import type { Keeper } from '../till/till-state.ts';
import type { BrowserWorld } from './browser-world.ts';
import { customerScreen } from './customer-screen.ts';
import { ownPorts } from './own-ports.ts';
import type { PrintStation } from './print-station.ts';
import { watchCamera } from './watch-camera.ts';

/** Receipt printers and line displays are set to this, unless somebody changed it. */
const BAUD_RATE = 9_600;

export interface BrowserDevicesParts {
  readonly keeper: Keeper;
  readonly world: Pick<BrowserWorld, 'nowMs' | 'after'>;
}

export function browserDevices({ keeper, world }: BrowserDevicesParts): Devices {
  const clock: Clock = { now: world.nowMs, after: world.after };
  const settings = deviceSettingsOf(keeper);
  const store = createStore<DeviceState>(() => quietDevices);
  const ports = ownPorts(window);
  const station = lately(async () => {
    const { openPrintStation } = await import('./print-station.ts');
    return openPrintStation({ settings, store, clock, ports });
  });
  const screen = customerScreen({ settings, store, clock, ports });
  // What was left in the queue when the till was last closed is printed, or told of.
  world.after(0, () => void station().catch(() => undefined));
  const queue = (work: (at: PrintStation) => Promise<void>): Promise<void> =>
    station().then(work, () => store.setState({ printer: unreachable }));
  return {
    settings,
    store,
    print: (wish) => queue((at) => at.queue.add(wish)),
    queue: {
      retry: () => {
        void queue(async (at) => at.queue.retry());
      },
      printHere: (id) => queue((at) => at.printHere(id)),
      settle: (id) => queue((at) => at.queue.settle(id)),
      reprint: (id) => queue((at) => at.queue.reprint(id).then(() => undefined)),
      drop: (id) => queue((at) => at.queue.drop(id)),
    },
    openDrawer: () => queue((at) => at.openDrawer()),
    connections: connections.filter((by) => ports[by] !== undefined),
    connect: (by) => connect({ by, ports, settings }, station),
    forget: async () => settings.setState({ printer: { by: 'browser' } }),
    look: () => queue((at) => at.look()),
    scanner: keyboardWedge(window, clock),
    camera: { watch: (video, onScan) => watchCamera({ video, onScan, clock }) },
    show: screen.show,
    openDisplay: screen.openWindow,
    connectPole: async () => {
      const { serial } = ports;
      if (serial === undefined) return false;
      const pole = await chooseSerialPrinter(serial, { baudRate: BAUD_RATE });
      if (pole !== undefined) settings.setState({ pole, display: 'pole' });
      return pole !== undefined;
    },
  };
}

const unreachable = { kind: 'trouble', trouble: 'not_there' satisfies PrintTrouble } as const;

interface Connecting {
  readonly by: Connection;
  readonly ports: ReturnType<typeof ownPorts>;
  readonly settings: DeviceSettingsStore;
}

/** Asks the person first: a browser lets nobody ask who waited for something else. */
async function connect(
  { by, ports, settings }: Connecting,
  station: () => Promise<PrintStation>,
): Promise<boolean> {
  const chosen = await choose(by, ports, station);
  if (chosen === undefined) return false;
  // What is cheap and fits in a pocket says nothing of itself, and says so in its profile.
  settings.setState({ printer: chosen, ...(by === 'bluetooth' ? { saysStatus: false } : {}) });
  await (await station()).look();
  return true;
}

async function choose(
  by: Connection,
  { usb, serial, bluetooth }: ReturnType<typeof ownPorts>,
  station: () => Promise<PrintStation>,
): Promise<PrinterChoice | undefined> {
  if (by === 'usb' && usb !== undefined) {
    const id = await chooseUsbPrinter(usb);
    return id === undefined ? undefined : { by, id };
  }
  if (by === 'serial' && serial !== undefined) {
    const id = await chooseSerialPrinter(serial, { baudRate: BAUD_RATE });
    return id === undefined ? undefined : { by, id };
  }
  if (by === 'bluetooth' && bluetooth !== undefined) {
    const device = await chooseBluetoothPrinter(bluetooth);
    if (device === undefined) return undefined;
    (await station()).meet(device);
    return { by, id: device.id, name: device.name ?? '' };
  }
  return undefined;
}

/** Made when first asked for, and tried again where that failed. */
function lately<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make().catch((fault: unknown) => {
      made = undefined;
      throw fault;
    });
    return made;
  };
}
