/** What hangs on this device, as somebody set it up. It is kept here; each choice holds at once. */
import { printerProfiles } from '@evertill/devices';
import type { Paper, PrinterProfile, SerialPrinterId, UsbPrinterId } from '@evertill/devices';
import type { CodeLayout } from '@evertill/domain';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Keeper } from '../till/till-state.ts';

export type PrinterChoice =
  /** The browser's own dialog, and whatever printer it knows. */
  | { readonly by: 'browser' }
  | { readonly by: 'usb'; readonly id: UsbPrinterId }
  | { readonly by: 'serial'; readonly id: SerialPrinterId }
  | { readonly by: 'bluetooth'; readonly id: string; readonly name: string };

export type Connection = Exclude<PrinterChoice['by'], 'browser'>;
export const connections = ['usb', 'serial', 'bluetooth'] as const satisfies readonly Connection[];

/** 58 mm has 32 letters in a line, 80 mm has 48, and some printers of 80 mm have 42. */
export const rolls = ['58', '80', '80-42'] as const;
export type Roll = (typeof rolls)[number] | 'a4';

/** Which code pages a printer has: all of the usual ones, or one alone. */
export const letterSets = ['all', 'cp437', 'windows1252', 'cp858', 'cp852', 'cp866'] as const;
export type LetterSet = (typeof letterSets)[number];

export interface DeviceSettings {
  readonly printer: PrinterChoice;
  readonly roll: Roll;
  readonly letters: LetterSet;
  /** Whether it answers how it is: only then can anything be called printed. */
  readonly saysStatus: boolean;
  readonly drawerPin: 2 | 5;
  /** By itself, when cash goes in or out. */
  readonly kicksDrawer: boolean;
  readonly hasCamera: boolean;
  readonly display: 'none' | 'window' | 'pole';
  readonly pole: SerialPrinterId | null;
  /** How the labels of the shop's scales are laid out, the first that fits is taken. */
  readonly codeLayouts: readonly CodeLayout[];
}

export type DeviceSettingsStore = StoreApi<DeviceSettings>;

const NAME = 'devices';

const usual: DeviceSettings = {
  printer: { by: 'browser' },
  roll: '80',
  letters: 'all',
  saysStatus: true,
  drawerPin: 2,
  kicksDrawer: true,
  hasCamera: false,
  display: 'none',
  pole: null,
  codeLayouts: [],
};

export function deviceSettingsOf(keeper: Keeper): DeviceSettingsStore {
  const kept = keeper.read(NAME) as Partial<DeviceSettings> | undefined;
  const store = createStore<DeviceSettings>(() => ({ ...usual, ...kept }));
  store.subscribe((now) => keeper.write(NAME, now));
  return store;
}

/** The printer as its driver has to know it. */
export function profileOf(settings: DeviceSettings): PrinterProfile {
  const { roll, letters, saysStatus, drawerPin } = settings;
  const { narrow, wide } = printerProfiles;
  const paper = roll === '58' ? narrow : wide;
  const codePages = paper.codePages.filter(({ page }) => letters === 'all' || page === letters);
  const columns = roll === '80-42' ? ({ columns: 42, widthDots: 512 } as const) : {};
  return { ...paper, ...columns, codePages, saysStatus, drawerPin };
}

/** What a print dialog is to lay it out for. */
export function paperOf({ roll }: Pick<DeviceSettings, 'roll'>): Paper {
  if (roll === 'a4') return 'a4';
  return roll === '58' ? '58mm' : '80mm';
}
