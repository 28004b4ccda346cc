/** Pretend twins of what is no printer: a scanner that is told, and a display that is seen. */
import type { CustomerDisplay, DisplayView } from '../customer-display.ts';
import type { Scan, Scanner } from '../scanner.ts';

export interface PretendScanner extends Scanner {
  /** As if somebody had scanned it. */
  readonly scan: (text: string, symbology?: string) => void;
}

export function pretendScanner(): PretendScanner {
  const listeners = new Set<(scan: Scan) => void>();
  return {
    listen: (onScan) => {
      listeners.add(onScan);
      return () => listeners.delete(onScan);
    },
    scan: (text, symbology) => {
      const more = symbology === undefined ? {} : { symbology };
      for (const onScan of listeners) onScan({ text, source: 'pretend', ...more });
    },
  };
}

export interface PretendDisplay extends CustomerDisplay {
  /** What the customer sees now, and saw before. */
  readonly views: () => readonly DisplayView[];
  /** As when the cable is out, or the window was closed. */
  readonly turnOff: () => void;
  readonly turnOn: () => void;
}

export function pretendDisplay(): PretendDisplay {
  const views: DisplayView[] = [];
  let isOn = true;
  return {
    show: async (view) => {
      if (isOn) views.push(view);
      return isOn;
    },
    close: () => {
      isOn = false;
    },
    views: () => [...views],
    turnOff: () => {
      isOn = false;
    },
    turnOn: () => {
      isOn = true;
    },
  };
}
