/** `navigator.usb` with one pretend printer on it, failing at the transfer as Chromium does. */
import type { PaperStrip } from '../escpos/paper.ts';
import type { Usb, UsbConfiguration, UsbDevice } from '../link/web-usb-types.ts';
import { pretendHardware } from './pretend-hardware.ts';
import type { PretendHands, PretendHardwareSettings } from './pretend-hardware.ts';
import { pretendWire } from './pretend-wire.ts';
import type { PretendWire, PretendWireHands } from './pretend-wire.ts';

export const pretendUsbId = { vendorId: 0x04b8, productId: 0x0e15, serialNumber: 'X1' };

const configuration: UsbConfiguration = {
  configurationValue: 1,
  interfaces: [
    {
      interfaceNumber: 0,
      alternates: [
        {
          alternateSetting: 0,
          interfaceClass: 7,
          endpoints: [
            { endpointNumber: 1, direction: 'out', type: 'bulk' },
            { endpointNumber: 2, direction: 'in', type: 'bulk' },
          ],
        },
      ],
    },
  ],
};

/** A bus with a printer on it, as a page finds it: for trying the register without any. */
export interface PretendUsbPrinter {
  readonly usb: Usb;
  /** All that has come out of it. */
  readonly paper: () => readonly PaperStrip[];
  readonly isDrawerOpen: () => boolean;
  readonly hands: PretendHands & PretendWireHands;
}

export function pretendUsbPrinter(settings: PretendHardwareSettings): PretendUsbPrinter {
  const hardware = pretendHardware(settings);
  const wire = pretendWire(hardware);
  return {
    usb: pretendUsb(wire),
    paper: hardware.paper,
    isDrawerOpen: hardware.isDrawerOpen,
    hands: { ...hardware.hands, ...wire.hands },
  };
}

/** The bus, over any wire; `transfers` are the lengths of what was sent, piece by piece. */
export function pretendUsb(wire: PretendWire): Usb & { transfers: number[] } {
  const answers: Uint8Array[] = [];
  let onAnswer: (() => void) | undefined;
  const transfers: number[] = [];
  wire.onAnswer((bytes) => {
    answers.push(bytes);
    onAnswer?.();
  });
  let isOpen = false;
  const gone = (name: string) => Object.assign(new Error('The device was disconnected.'), { name });
  const device: UsbDevice = {
    ...pretendUsbId,
    productName: 'TM-T20',
    get opened() {
      return isOpen;
    },
    configuration: null,
    configurations: [configuration],
    open: async () => {
      if (!wire.isPlugged()) throw gone('NotFoundError');
      isOpen = true;
    },
    close: async () => {
      isOpen = false;
      wire.abort();
      onAnswer?.();
    },
    selectConfiguration: async () => undefined,
    claimInterface: async () => {
      if (wire.isHeld()) throw gone('NetworkError');
    },
    selectAlternateInterface: async () => undefined,
    clearHalt: async () => undefined,
    transferOut: async (_endpoint, data) => {
      if (!isOpen) throw gone('InvalidStateError');
      transfers.push(data.length);
      if (!(await wire.push(data))) throw gone('NetworkError');
      return { status: 'ok', bytesWritten: data.length };
    },
    transferIn: async () => {
      while (isOpen) {
        const next = answers.shift();
        if (next !== undefined) return { status: 'ok', data: new DataView(next.slice().buffer) };
        const { promise, resolve } = Promise.withResolvers<void>();
        onAnswer = resolve;
        await promise;
      }
      throw gone('AbortError');
    },
  };
  return {
    transfers,
    getDevices: async () => (wire.isPlugged() ? [device] : []),
    requestDevice: async () => {
      if (!wire.isPlugged()) throw gone('NotFoundError');
      return device;
    },
  };
}
