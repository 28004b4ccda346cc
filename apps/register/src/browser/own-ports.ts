/** The ways out of a browser to what stands on the counter, where it has them. */
import type { Bluetooth, Serial, Usb } from '@evertill/devices';

export interface OwnPorts {
  readonly usb: Usb | undefined;
  readonly serial: Serial | undefined;
  readonly bluetooth: Bluetooth | undefined;
}

/** TypeScript knows none of the three, since not every browser has them. */
export function ownPorts({ navigator }: Pick<Window, 'navigator'>): OwnPorts {
  const { usb, serial, bluetooth } = navigator as Partial<OwnPorts>;
  return { usb, serial, bluetooth };
}
