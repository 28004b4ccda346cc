/** What the customer sees: a second window of this browser, or two lines on a pole. */
import { poleDisplay, serialLink, windowDisplay } from '@evertill/devices';
import type { Clock, CustomerDisplay, DisplayView } from '@evertill/devices';
import type { StoreApi } from 'zustand/vanilla';
import type { DeviceSettings, DeviceSettingsStore } from '../app/device-settings.ts';
import type { DeviceState, Devices } from '../app/devices.ts';
import type { OwnPorts } from './own-ports.ts';

export const DISPLAY_CHANNEL = 'evertill-display';
/** What the address of the second window asks for. */
export const DISPLAY_QUESTION = 'display';

const SIZE = 'popup,width=1024,height=640';

export interface CustomerScreenParts {
  readonly settings: DeviceSettingsStore;
  readonly store: StoreApi<DeviceState>;
  readonly clock: Clock;
  readonly ports: OwnPorts;
}

export interface CustomerScreen {
  readonly show: Devices['show'];
  readonly openWindow: Devices['openDisplay'];
}

export function customerScreen(parts: CustomerScreenParts): CustomerScreen {
  const { settings, store } = parts;
  let display = displayOf(settings.getState(), parts);
  let last: DisplayView | undefined;
  let isShowing = false;
  // A pole is slower than a scanner: of what comes meanwhile only the last is worth showing.
  const showLast = async (): Promise<void> => {
    if (isShowing) return;
    isShowing = true;
    try {
      for (let shown: DisplayView | undefined; shown !== last && last !== undefined;) {
        shown = last;
        const isSeen = (await display?.show(shown)) ?? null;
        store.setState({ isDisplaySeen: isSeen });
      }
    } finally {
      isShowing = false;
    }
  };
  settings.subscribe((now, before) => {
    if (now.display === before.display && now.pole === before.pole) return;
    display?.close();
    display = displayOf(now, parts);
    store.setState({ isDisplaySeen: null });
    void showLast();
  });
  return {
    show: (view) => {
      last = view;
      void showLast();
    },
    openWindow: () => {
      const url = `${import.meta.env.BASE_URL}?${DISPLAY_QUESTION}`;
      return window.open(url, DISPLAY_CHANNEL, SIZE) !== null;
    },
  };
}

function displayOf(
  { display, pole }: DeviceSettings,
  { clock, ports }: CustomerScreenParts,
): CustomerDisplay | undefined {
  if (display === 'window') return windowDisplay(new BroadcastChannel(DISPLAY_CHANNEL), clock);
  if (display !== 'pole' || pole === null || ports.serial === undefined) return undefined;
  return poleDisplay(serialLink(ports.serial, pole, clock));
}
