/**
 * What hangs on the till, as the screens speak to it. Behind it are drivers, or pretend twins. None
 * of it is waited for by a sale: what goes wrong is in `store`, for whoever looks.
 */
import type {
  DisplayView,
  PrintDocument,
  PrintJob,
  PrintTrouble,
  PrinterLook,
  Scan,
  Scanner,
} from '@evertill/devices';
import type { StoreApi } from 'zustand/vanilla';
import type { Connection, DeviceSettingsStore } from './device-settings.ts';

export interface PrintWish {
  /** Asked twice, it is printed once. */
  readonly id: string;
  readonly document: PrintDocument;
  readonly copy: PrintDocument;
}

export interface DeviceState {
  /** How the printer stood when it was last heard of. */
  readonly printer: PrinterLook | { readonly kind: 'checking' };
  /** Everything the print queue keeps, in order. */
  readonly jobs: readonly PrintJob[];
  /** Why the drawer did not open; null where it did, or nobody asked. */
  readonly drawerTrouble: PrintTrouble | null;
  /** Whether the customer can see anything; null where nobody tried. */
  readonly isDisplaySeen: boolean | null;
  readonly lastScan: Scan | null;
}

/** What a person may do about paper that did not come, or may have. */
export interface PrintQueueHands {
  readonly retry: () => void;
  /** It is out of the queue, and comes from the print dialog. */
  readonly printHere: (id: string) => Promise<void>;
  /** It came out after all. */
  readonly settle: (id: string) => Promise<void>;
  /** It is printed once more, marked as a copy. */
  readonly reprint: (id: string) => Promise<void>;
  /** No paper is wanted. */
  readonly drop: (id: string) => Promise<void>;
}

export type CameraTrouble = 'denied' | 'missing' | 'busy' | 'unsupported';

export interface CameraHands {
  /** Calls for every code it sees. Null: the browser said why not. */
  readonly watch: (
    video: HTMLVideoElement,
    onScan: (scan: Scan) => void,
  ) => Promise<CameraTrouble | { readonly stop: () => void }>;
}

export interface Devices {
  readonly settings: DeviceSettingsStore;
  readonly store: StoreApi<DeviceState>;
  /** Notes the job and answers: the sale is done before its paper. Never rejects. */
  readonly print: (wish: PrintWish) => Promise<void>;
  readonly queue: PrintQueueHands;
  /** Kicks it once. Who asked, and why, was written down before. */
  readonly openDrawer: () => Promise<void>;
  /** Which ways to a printer this browser has. */
  readonly connections: readonly Connection[];
  /** Lets a person choose a printer, in answer to a click. False where none was chosen. */
  readonly connect: (by: Connection) => Promise<boolean>;
  /** Back to the print dialog. */
  readonly forget: () => Promise<void>;
  /** Asks the printer how it is; the answer comes into `store`. */
  readonly look: () => Promise<void>;
  readonly scanner: Scanner;
  readonly camera: CameraHands;
  /** What the customer sees now. */
  readonly show: (view: DisplayView) => void;
  /** In answer to a click. False where the browser let no window open. */
  readonly openDisplay: () => boolean;
  /** Lets a person choose the line display, in answer to a click. */
  readonly connectPole: () => Promise<boolean>;
}

/** Before anything was heard of. */
export const quietDevices: DeviceState = {
  printer: { kind: 'checking' },
  jobs: [],
  drawerTrouble: null,
  isDisplaySeen: null,
  lastScan: null,
};

/** Those that a person has to look after, and those that wait behind them. */
export function stuckJobs(jobs: readonly PrintJob[]): readonly PrintJob[] {
  const isHeldUp = jobs.some(isHeld);
  return jobs.filter((job) => {
    const { kind } = job.state;
    return isHeld(job) || kind === 'doubtful' || (isHeldUp && kind === 'waiting');
  });
}

/** Held, or just being tried again: it stays where it is on the screen. */
export function isHeld({ state, tries }: PrintJob): boolean {
  return state.kind === 'held' || (state.kind === 'printing' && tries > 1);
}
