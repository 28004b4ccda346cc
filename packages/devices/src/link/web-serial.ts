/**
 * A printer on a serial port, or on a USB cable or Bluetooth that pretends to be one, through Web
 * Serial. The port takes bytes into a buffer of the system: taken is not printed, so a printer
 * that answers is worth having here.
 */
import type { Clock } from '../clock.ts';
import { within } from '../clock.ts';
import type { ByteLink, LinkTrouble } from './byte-link.ts';
import { sendPieces } from './piecewise.ts';
import type { PieceOutcome } from './piecewise.ts';

/** What we use of Web Serial: `navigator.serial` fits it. */
export interface SerialPort {
  readonly readable: { getReader(): SerialReader } | null;
  readonly writable: { getWriter(): SerialWriter } | null;
  open(options: SerialSettings): Promise<void>;
  close(): Promise<void>;
  getInfo(): {
    readonly usbVendorId?: number | undefined;
    readonly usbProductId?: number | undefined;
  };
}

interface SerialReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
  releaseLock(): void;
}

interface SerialWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  abort(): Promise<void>;
  releaseLock(): void;
}

export interface Serial {
  getPorts(): Promise<readonly SerialPort[]>;
  requestPort(): Promise<SerialPort>;
}

export interface SerialSettings {
  readonly baudRate: number;
  readonly flowControl?: 'none' | 'hardware';
}

/** Web Serial knows no serial number: where two ports are alike, their order tells them apart. */
export interface SerialPrinterId extends SerialSettings {
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
  /** Which of the ports that are alike, from 0. */
  readonly index: number;
}

const PIECE_BYTES = 256;
const CLOSE_PATIENCE_MS = 2_000;

/** Asks the person for a port, in answer to a click. Undefined where none was chosen. */
export async function chooseSerialPrinter(
  serial: Serial,
  settings: SerialSettings,
): Promise<SerialPrinterId | undefined> {
  try {
    const port = await serial.requestPort();
    const alike = (await serial.getPorts()).filter((one) => isAlike(one, infoOf(port)));
    return { ...settings, ...infoOf(port), index: Math.max(0, alike.indexOf(port)) };
  } catch {
    return undefined;
  }
}

/** A link to the port with this id, as long as a person has allowed it. */
export function serialLink(serial: Serial, id: SerialPrinterId, clock: Clock): ByteLink {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let open: OpenPort | undefined;

  const close = async () => {
    const closing = open;
    open = undefined;
    if (closing !== undefined) await release(closing, clock);
  };
  return {
    open: async () => {
      if (open?.isLost === false) return undefined;
      await close();
      const found = await openPort(serial, id);
      if (typeof found === 'string') return found;
      open = found;
      void listenTo(found, (bytes) => {
        for (const onBytes of listeners) onBytes(bytes);
      });
      return undefined;
    },
    write: async (bytes, patienceMs) => {
      const target = open;
      if (target === undefined || target.isLost) return { kind: 'nothing', trouble: 'not_there' };
      const send = async (piece: Uint8Array<ArrayBuffer>): Promise<PieceOutcome> => {
        try {
          await target.writer.write(piece);
          return { kind: 'taken' };
        } catch {
          return { kind: 'doubtful', trouble: 'connection_lost' };
        }
      };
      const outcome = await sendPieces(bytes, { clock, pieceBytes: PIECE_BYTES, patienceMs, send });
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

interface OpenPort {
  readonly port: SerialPort;
  readonly writer: SerialWriter;
  readonly reader: SerialReader;
  /** Set when the stream ended: the adapter was pulled out. */
  isLost: boolean;
}

async function openPort(serial: Serial, id: SerialPrinterId): Promise<OpenPort | LinkTrouble> {
  const { baudRate, flowControl } = id;
  const ports = await serial.getPorts().catch(() => []);
  const port = ports.filter((one) => isAlike(one, id))[id.index];
  if (port === undefined) return 'not_there';
  try {
    await port.open(flowControl === undefined ? { baudRate } : { baudRate, flowControl });
  } catch (error) {
    const isGone = error instanceof Error && error.name === 'NotFoundError';
    return isGone ? 'not_there' : 'busy';
  }
  const { writable, readable } = port;
  if (writable === null || readable === null) return 'not_there';
  return { port, writer: writable.getWriter(), reader: readable.getReader(), isLost: false };
}

/** The port closes only when nobody holds its streams. None of the steps is waited for long. */
async function release({ port, writer, reader }: OpenPort, clock: Clock): Promise<void> {
  const settle = (work: Promise<void>) => {
    const quiet = work.catch(() => undefined);
    return within(clock, CLOSE_PATIENCE_MS, quiet, undefined);
  };
  await settle(writer.abort());
  await settle(reader.cancel());
  writer.releaseLock();
  reader.releaseLock();
  await settle(port.close());
}

async function listenTo(open: OpenPort, onBytes: (bytes: Uint8Array) => void): Promise<void> {
  try {
    for (;;) {
      const { done, value } = await open.reader.read();
      if (done) break;
      if (value !== undefined && value.length > 0) onBytes(value);
    }
  } catch {
    // Told by `isLost`, at the next use.
  }
  Object.assign(open, { isLost: true });
}

function infoOf(port: SerialPort): Pick<SerialPrinterId, 'usbVendorId' | 'usbProductId'> {
  const { usbVendorId, usbProductId } = port.getInfo();
  if (usbVendorId === undefined || usbProductId === undefined) return {};
  return { usbVendorId, usbProductId };
}

function isAlike(
  port: SerialPort,
  id: Pick<SerialPrinterId, 'usbVendorId' | 'usbProductId'>,
): boolean {
  const info = port.getInfo();
  return info.usbVendorId === id.usbVendorId && info.usbProductId === id.usbProductId;
}
