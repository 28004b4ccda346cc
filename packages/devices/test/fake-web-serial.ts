/** `navigator.serial` with one pretend printer on it; the streams are the platform's own. */
import { ReadableStream, WritableStream } from 'node:stream/web';
import type { Serial, SerialPort } from '../src/index.ts';
import type { PretendWire } from '../src/pretend/pretend-wire.ts';

export const serialId = { baudRate: 9_600, usbVendorId: 0x067b, usbProductId: 0x2303, index: 0 };

interface Streams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

export function fakeSerial(wire: PretendWire): Serial {
  let streams: Streams | undefined;
  const port: SerialPort = {
    get readable() {
      return streams?.readable ?? null;
    },
    get writable() {
      return streams?.writable ?? null;
    },
    open: async () => {
      if (wire.isHeld()) throw Object.assign(new Error('in use'), { name: 'NetworkError' });
      if (streams !== undefined) throw Object.assign(new Error(), { name: 'InvalidStateError' });
      streams = streamsOf(wire);
    },
    close: async () => {
      if (streams?.readable.locked === true || streams?.writable.locked === true) {
        throw new TypeError('Cannot cancel a locked stream');
      }
      streams = undefined;
    },
    getInfo: () => serialId,
  };
  return {
    getPorts: async () => (wire.isPlugged() ? [port] : []),
    requestPort: async () => port,
  };
}

function streamsOf(wire: PretendWire): Streams {
  return {
    readable: new ReadableStream<Uint8Array>({
      start: (controller) => {
        wire.onAnswer((bytes) => {
          try {
            controller.enqueue(bytes);
          } catch {
            // Closed: what comes now is heard by nobody.
          }
        });
      },
    }),
    writable: new WritableStream<Uint8Array>({
      write: async (bytes, controller) => {
        // As in Chromium, an abort ends the write that is under way.
        const { signal } = controller as unknown as { readonly signal: AbortSignal };
        signal.addEventListener('abort', wire.abort);
        if (!(await wire.push(bytes))) throw new Error('The device has been lost.');
      },
    }),
  };
}
