/** A counter with nothing on it, or with what a scene wants to show. */
import { pretendScanner } from '@evertill/devices';
import { createStore } from 'zustand/vanilla';
import { connections, deviceSettingsOf } from '../app/device-settings.ts';
import { quietDevices } from '../app/devices.ts';
import type { CameraTrouble, Devices, DeviceState } from '../app/devices.ts';
import type { Keeper } from '../till/till-state.ts';

export interface PretendCounter {
  readonly keeper: Keeper;
  readonly camera?: CameraTrouble;
}

export function pretendDevices({ keeper, camera = 'missing' }: PretendCounter): Devices {
  const settings = deviceSettingsOf(keeper);
  const store = createStore<DeviceState>(() => ({ ...quietDevices, printer: { kind: 'silent' } }));
  const nothing = async (): Promise<void> => undefined;
  return {
    settings,
    store,
    print: nothing,
    queue: {
      retry: () => undefined,
      printHere: nothing,
      settle: nothing,
      reprint: nothing,
      drop: nothing,
    },
    openDrawer: nothing,
    connections,
    connect: async () => false,
    forget: nothing,
    look: nothing,
    scanner: pretendScanner(),
    camera: { watch: async () => camera },
    show: () => undefined,
    openDisplay: () => true,
    connectPole: async () => false,
  };
}
