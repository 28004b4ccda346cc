/** The drawer opens by itself when cash goes in or out, where one hangs on the printer. */
import type { RefundRecord, SaleRecord } from '../till/records.ts';
import type { App } from './app.ts';

export function openForCash(
  { till, devices }: Pick<App, 'till' | 'devices'>,
  record: SaleRecord | RefundRecord | null,
): void {
  if (till.drawer.opensFor(record)) openByItself(devices);
}

/** Nobody waits for it, and where it is told not to, it stays shut. */
export function openByItself(devices: App['devices']): void {
  const { printer, kicksDrawer } = devices.settings.getState();
  if (kicksDrawer && printer.by !== 'browser') void devices.openDrawer();
}
