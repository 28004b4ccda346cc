/** The printer that was chosen, opened: over its cable or radio, or through the print dialog. */
import {
  bluetoothLink,
  browserPrinter,
  canvasLines,
  escposDevices,
  findBluetoothPrinter,
  serialLink,
  usbLink,
} from '@evertill/devices';
import type {
  BluetoothDevice,
  ByteLink,
  Clock,
  DrawerOutcome,
  Printer,
  PrinterLook,
} from '@evertill/devices';
import { paperOf, profileOf } from '../app/device-settings.ts';
import type { DeviceSettings, PrinterChoice } from '../app/device-settings.ts';
import type { OwnPorts } from './own-ports.ts';

export interface OpenPrinter {
  readonly printer: Printer;
  readonly look: () => Promise<PrinterLook>;
  readonly openDrawer: () => Promise<DrawerOutcome>;
  readonly close: () => Promise<void>;
}

export interface OpenPrinterParts {
  readonly settings: DeviceSettings;
  readonly clock: Clock;
  readonly ports: OwnPorts;
  /** Bluetooth devices that were chosen since the till was opened. */
  readonly met: ReadonlyMap<string, BluetoothDevice>;
}

export async function openPrinter(parts: OpenPrinterParts): Promise<OpenPrinter> {
  const { settings, clock } = parts;
  if (settings.printer.by === 'browser') return dialogPrinter(parts);
  const link = (await linkTo(settings.printer, parts)) ?? noLink;
  const profile = profileOf(settings);
  const { printer, drawer, look, close } = escposDevices({ link, profile, clock, drawLine });
  return { printer, look, openDrawer: drawer.open, close };
}

const drawLine = canvasLines((width, height) =>
  new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true }),
);

/** It has no drawer, and nobody knows how its printer is. */
function dialogPrinter({ settings, clock }: OpenPrinterParts): OpenPrinter {
  return {
    printer: browserPrinter(window, paperOf(settings), clock),
    look: async () => ({ kind: 'silent' }),
    openDrawer: async () => ({ kind: 'not_kicked', trouble: 'not_there' }),
    close: async () => undefined,
  };
}

async function linkTo(
  choice: Exclude<PrinterChoice, { by: 'browser' }>,
  { ports, clock, met }: OpenPrinterParts,
): Promise<ByteLink | undefined> {
  switch (choice.by) {
    case 'usb':
      return ports.usb === undefined ? undefined : usbLink(ports.usb, choice.id, clock);
    case 'serial':
      return ports.serial === undefined ? undefined : serialLink(ports.serial, choice.id, clock);
    case 'bluetooth': {
      const device = met.get(choice.id) ?? (await foundAgain(choice.id, ports));
      return device === undefined ? undefined : bluetoothLink(device, clock);
    }
  }
}

async function foundAgain(
  id: string,
  { bluetooth }: OwnPorts,
): Promise<BluetoothDevice | undefined> {
  return bluetooth === undefined ? undefined : findBluetoothPrinter(bluetooth, id);
}

/** To a printer that is out of reach. */
const noLink: ByteLink = {
  open: async () => 'not_there',
  write: async () => ({ kind: 'nothing', trouble: 'not_there' }),
  listen: () => () => undefined,
  close: async () => undefined,
};
