/** What hangs on the till, as a screen looks at it. */
import { useStore } from 'zustand';
import { useApp } from './app.ts';
import type { DeviceSettings } from './device-settings.ts';
import type { DeviceState } from './devices.ts';

export function useDevices<Picked>(pick: (state: DeviceState) => Picked): Picked {
  return useStore(useApp().devices.store, pick);
}

export function useDeviceSettings(): DeviceSettings {
  return useStore(useApp().devices.settings);
}
