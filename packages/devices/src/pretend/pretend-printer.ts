/** A whole pretend printer with its drawer: the real driver over hardware that is not there. */
import { escposDevices } from '../escpos-printer.ts';
import type { EscposDevices } from '../escpos-printer.ts';
import type { DrawLine } from '../escpos/encode.ts';
import type { PaperStrip } from '../escpos/paper.ts';
import { pretendHardware } from './pretend-hardware.ts';
import type { PretendHands, PretendHardwareSettings } from './pretend-hardware.ts';
import { pretendLink } from './pretend-link.ts';
import { pretendWire } from './pretend-wire.ts';
import type { PretendWireHands } from './pretend-wire.ts';

export interface PretendPrinter extends EscposDevices {
  /** All that has come out of it. */
  readonly paper: () => readonly PaperStrip[];
  /** What a test, or somebody who tries the register, does to it. */
  readonly hands: PretendHands & PretendWireHands;
}

export interface PretendSettings extends PretendHardwareSettings {
  readonly drawLine?: DrawLine;
}

export function pretendPrinter(settings: PretendSettings): PretendPrinter {
  const hardware = pretendHardware(settings);
  const wire = pretendWire(hardware);
  const link = pretendLink(wire, settings.clock);
  return {
    // The sensor of a pretend drawer is low while it is open.
    ...escposDevices({ ...settings, link, openPin: 'low' }),
    paper: hardware.paper,
    hands: { ...hardware.hands, ...wire.hands },
  };
}
