/** A printer that is there, and papers that it did not print. */
import type { PrintJob, PrinterLook } from '@evertill/devices';
import type { App } from '../app/app.ts';
import { PRETEND_NOW_MS } from './pretend-shop.ts';

export function connected({ app }: { readonly app: App }, printer: PrinterLook): void {
  const id = { vendorId: 0x04b8, productId: 0x0e15 };
  const codeLayouts = [{ pattern: '21IIIIIWWWWWC', decimals: 3 }];
  const display = 'window' as const;
  app.devices.settings.setState({
    printer: { by: 'usb', id },
    ...{ hasCamera: true, codeLayouts, display },
  });
  app.devices.store.setState({ printer, isDisplaySeen: true });
}

export function stuck(kinds: readonly ('held' | 'waiting' | 'doubtful')[]): readonly PrintJob[] {
  return kinds.map((kind, index) => {
    const document = { title: `T2-00041${String(6 + index)}`, language: 'en', parts: [] };
    const trouble = kind === 'held' ? 'out_of_paper' : 'connection_lost';
    return {
      id: String(index),
      position: index,
      document,
      copy: document,
      state: kind === 'waiting' ? { kind } : { kind, trouble },
      tries: 1,
      addedAt: PRETEND_NOW_MS,
    };
  });
}
