/** A Bluetooth LE printer with the service 18F0, over a pretend wire: it never answers. */
import type { BluetoothDevice } from '../src/index.ts';
import type { PretendWire } from '../src/pretend/pretend-wire.ts';

export function fakeBluetooth(wire: PretendWire): BluetoothDevice & { pieces: number[] } {
  const pieces: number[] = [];
  let isConnected = false;
  const write = async (bytes: Uint8Array) => {
    pieces.push(bytes.length);
    if (!(await wire.push(bytes))) throw new Error('GATT Server is disconnected.');
  };
  const server: NonNullable<BluetoothDevice['gatt']> = {
    get connected() {
      return isConnected && wire.isPlugged();
    },
    connect: async () => {
      if (!wire.isPlugged() || wire.isHeld()) throw new Error('Bluetooth Device is out of range.');
      isConnected = true;
      return server;
    },
    disconnect: () => {
      isConnected = false;
      wire.abort();
    },
    getPrimaryService: async () => ({
      getCharacteristic: async () => ({
        properties: { write: true, writeWithoutResponse: true },
        writeValueWithResponse: write,
        writeValueWithoutResponse: write,
      }),
    }),
  };
  return { id: 'bt1', name: 'MPT-II', gatt: server, pieces };
}
