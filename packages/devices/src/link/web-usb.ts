/**
 * A printer on a USB cable, through WebUSB. Every transfer's answer is looked at, the device is not
 * reset (that would feed and forget what it prints), and an unplugged cable shows at the next use.
 *
 * On Windows the system's own printer driver holds the device: then it is `busy`.
 */
import type { Clock } from '../clock.ts';
import type { ByteLink, LinkTrouble } from './byte-link.ts';
import { sendPieces } from './piecewise.ts';
import type { PieceOutcome } from './piecewise.ts';
import type { Usb, UsbDevice } from './web-usb-types.ts';

/** How a device that was allowed once is found again, to be kept with the register's settings. */
export interface UsbPrinterId {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string;
}

const PRINTER_CLASS = 7;
const VENDOR_CLASS = 255;
/** Above any packet, and small enough that a stopped printer is noticed within the receipt. */
const PIECE_BYTES = 1_024;
const ANSWER_BYTES = 64;

/**
 * Asks the person for a printer; the browser allows it only in answer to a click. Undefined where
 * the person chose none.
 */
export async function chooseUsbPrinter(usb: Usb): Promise<UsbPrinterId | undefined> {
  try {
    const filters = [{ classCode: PRINTER_CLASS }, ...makers.map((vendorId) => ({ vendorId }))];
    return idOf(await usb.requestDevice({ filters }));
  } catch {
    return undefined;
  }
}

/** Makers whose printers do not all say that they are printers. */
const makers = [0x04b8, 0x0519, 0x1d90, 0x1504, 0x0419, 0x0416, 0x0483, 0x0fe6, 0x1fc9];

/** A link to the printer with this id, as long as a person has allowed it. */
export function usbLink(usb: Usb, id: UsbPrinterId, clock: Clock): ByteLink {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let open: OpenDevice | undefined;

  const close = async () => {
    const closing = open;
    open = undefined;
    await closing?.device.close().catch(() => undefined);
  };
  return {
    open: async () => {
      if (open?.device.opened === true) return undefined;
      const found = await openDevice(usb, id);
      if (typeof found === 'string') return found;
      open = found;
      void listenTo(found, (bytes) => {
        for (const onBytes of listeners) onBytes(bytes);
      });
      return undefined;
    },
    write: async (bytes, patienceMs) => {
      const target = open;
      if (target?.device.opened !== true) return { kind: 'nothing', trouble: 'not_there' };
      const send = (piece: Uint8Array<ArrayBuffer>) => transfer(target, piece);
      const outcome = await sendPieces(bytes, { clock, pieceBytes: PIECE_BYTES, patienceMs, send });
      // What hangs in the cable would come out later, before the next receipt.
      if (outcome.kind !== 'taken') await close();
      return outcome;
    },
    listen: (onBytes) => {
      listeners.add(onBytes);
      return () => listeners.delete(onBytes);
    },
    close,
  };
}

interface OpenDevice {
  readonly device: UsbDevice;
  readonly outNumber: number;
  readonly inNumber: number | undefined;
}

async function openDevice(usb: Usb, id: UsbPrinterId): Promise<OpenDevice | LinkTrouble> {
  const devices = await usb.getDevices().catch(() => []);
  const device = devices.find((one) => isSame(one, id));
  if (device === undefined) return 'not_there';
  try {
    if (!device.opened) await device.open();
    const place = placeOf(device);
    if (place === undefined) return 'not_there';
    if (device.configuration?.configurationValue !== place.configurationValue) {
      await device.selectConfiguration(place.configurationValue);
    }
    await device.claimInterface(place.interfaceNumber);
    if (place.alternateSetting !== 0) {
      await device.selectAlternateInterface(place.interfaceNumber, place.alternateSetting);
    }
    return { device, outNumber: place.outNumber, inNumber: place.inNumber };
  } catch (error) {
    await device.close().catch(() => undefined);
    return nameOf(error) === 'NotFoundError' ? 'not_there' : 'busy';
  }
}

/** The first interface that takes bulk data and says that it prints, or says nothing of itself. */
function placeOf(device: UsbDevice): (Omit<OpenDevice, 'device'> & Place) | undefined {
  for (const { configurationValue, interfaces } of device.configurations) {
    for (const { interfaceNumber, alternates } of interfaces) {
      for (const { alternateSetting, interfaceClass, endpoints } of alternates) {
        if (interfaceClass !== PRINTER_CLASS && interfaceClass !== VENDOR_CLASS) continue;
        const bulk = endpoints.filter(({ type }) => type === 'bulk');
        const outNumber = bulk.find(({ direction }) => direction === 'out')?.endpointNumber;
        if (outNumber === undefined) continue;
        const inNumber = bulk.find(({ direction }) => direction === 'in')?.endpointNumber;
        return { configurationValue, interfaceNumber, alternateSetting, outNumber, inNumber };
      }
    }
  }
  return undefined;
}

interface Place {
  readonly configurationValue: number;
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
}

async function transfer(
  { device, outNumber }: OpenDevice,
  piece: Uint8Array<ArrayBuffer>,
): Promise<PieceOutcome> {
  try {
    const { status, bytesWritten } = await device.transferOut(outNumber, piece);
    if (status === 'ok' && bytesWritten === piece.length) return { kind: 'taken' };
    if (status === 'stall') await device.clearHalt('out', outNumber).catch(() => undefined);
    return { kind: bytesWritten === 0 ? 'refused' : 'doubtful', trouble: 'connection_lost' };
  } catch {
    // Packets may have arrived before the cable was pulled.
    return { kind: 'doubtful', trouble: 'connection_lost' };
  }
}

async function listenTo(
  { device, inNumber }: OpenDevice,
  onBytes: (bytes: Uint8Array) => void,
): Promise<void> {
  if (inNumber === undefined) return;
  try {
    while (device.opened) {
      const { data } = await device.transferIn(inNumber, ANSWER_BYTES);
      if (data == null || data.byteLength === 0) continue;
      onBytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  } catch {
    // The cable is out, or the device was closed: the next use says so.
  }
}

function isSame(device: UsbDevice, id: UsbPrinterId): boolean {
  const isModel = device.vendorId === id.vendorId && device.productId === id.productId;
  return isModel && (id.serialNumber === undefined || device.serialNumber === id.serialNumber);
}

function idOf({ vendorId, productId, serialNumber }: UsbDevice): UsbPrinterId {
  const id = { vendorId, productId };
  return serialNumber == null || serialNumber === '' ? id : { ...id, serialNumber };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
