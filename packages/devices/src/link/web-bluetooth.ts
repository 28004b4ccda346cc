/**
 * A printer on Bluetooth LE, through Web Bluetooth: the small mobile ones that have the service
 * 18F0. They take a hundred bytes at a time and say nothing back, so that what they print is at
 * best `sent`.
 */
import type { Clock } from '../clock.ts';
import { within } from '../clock.ts';
import type { ByteLink, LinkTrouble } from './byte-link.ts';
import { sendPieces } from './piecewise.ts';
import type { PieceOutcome } from './piecewise.ts';

/** What we use of Web Bluetooth: `navigator.bluetooth` fits it. */
export interface BluetoothCharacteristic {
  readonly properties: { readonly write: boolean; readonly writeWithoutResponse: boolean };
  writeValueWithResponse(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  writeValueWithoutResponse(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

interface BluetoothServer {
  readonly connected: boolean;
  connect(): Promise<BluetoothServer>;
  disconnect(): void;
  getPrimaryService(
    service: string,
  ): Promise<{ getCharacteristic(characteristic: string): Promise<BluetoothCharacteristic> }>;
}

export interface BluetoothDevice {
  readonly id: string;
  readonly name?: string | undefined;
  readonly gatt?: BluetoothServer | undefined;
}

export interface Bluetooth {
  /** Behind a flag in some browsers: without it a person pairs anew after each start. */
  getDevices?(): Promise<readonly BluetoothDevice[]>;
  requestDevice(options: { filters: { services: string[] }[] }): Promise<BluetoothDevice>;
}

const PRINT_SERVICE = '000018f0-0000-1000-8000-00805f9b34fb';
const PRINT_CHARACTERISTIC = '00002af1-0000-1000-8000-00805f9b34fb';
const PIECE_BYTES = 100;
const CONNECT_PATIENCE_MS = 10_000;

/** Asks the person for a printer, in answer to a click. Undefined where none was chosen. */
export async function chooseBluetoothPrinter(
  bluetooth: Bluetooth,
): Promise<BluetoothDevice | undefined> {
  const filters = [{ services: [PRINT_SERVICE] }];
  return bluetooth.requestDevice({ filters }).catch(() => undefined);
}

/** A device that was allowed before, where the browser remembers it. */
export async function findBluetoothPrinter(
  bluetooth: Bluetooth,
  id: string,
): Promise<BluetoothDevice | undefined> {
  const devices = (await bluetooth.getDevices?.().catch(() => [])) ?? [];
  return devices.find((device) => device.id === id);
}

export function bluetoothLink(device: BluetoothDevice, clock: Clock): ByteLink {
  let characteristic: BluetoothCharacteristic | undefined;
  const isConnected = () => device.gatt?.connected === true && characteristic !== undefined;
  const close = async () => {
    characteristic = undefined;
    device.gatt?.disconnect();
  };
  return {
    open: async () => {
      if (isConnected()) return undefined;
      const found = await within(clock, CONNECT_PATIENCE_MS, connect(device), 'no_answer' as const);
      if (typeof found === 'string') {
        await close();
        return found;
      }
      characteristic = found;
      return undefined;
    },
    write: async (bytes, patienceMs) => {
      const target = characteristic;
      if (target === undefined || !isConnected()) return { kind: 'nothing', trouble: 'not_there' };
      const send = (piece: Uint8Array<ArrayBuffer>) => writeTo(target, piece);
      const outcome = await sendPieces(bytes, { clock, pieceBytes: PIECE_BYTES, patienceMs, send });
      if (outcome.kind !== 'taken') await close();
      return outcome;
    },
    listen: () => () => undefined,
    close,
  };
}

async function connect(device: BluetoothDevice): Promise<BluetoothCharacteristic | LinkTrouble> {
  try {
    const server = await device.gatt?.connect();
    const service = await server?.getPrimaryService(PRINT_SERVICE);
    return (await service?.getCharacteristic(PRINT_CHARACTERISTIC)) ?? 'not_there';
  } catch {
    return 'not_there';
  }
}

/** With an answer where there is one: without, the radio may drop a piece and nobody knows. */
async function writeTo(
  characteristic: BluetoothCharacteristic,
  piece: Uint8Array<ArrayBuffer>,
): Promise<PieceOutcome> {
  try {
    if (characteristic.properties.write) await characteristic.writeValueWithResponse(piece);
    else await characteristic.writeValueWithoutResponse(piece);
    return { kind: 'taken' };
  } catch {
    return { kind: 'doubtful', trouble: 'connection_lost' };
  }
}
