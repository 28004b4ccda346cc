/** What hangs on the till in a browser: the print dialog, until a printer of its own is chosen. */
import { receiptText } from '@evertill/domain';
import type { Devices } from '../app/devices.ts';
import type { PreferenceStore } from '../app/preferences.ts';

export function browserDevices(preferences: PreferenceStore): Devices {
  return {
    print: async ({ title, receipt }) => {
      const text = receiptText(receipt, preferences.getState().paperColumns);
      printText(title, text);
    },
    // A drawer hangs on a receipt printer; the print dialog opens none.
    openDrawer: async () => undefined,
  };
}

/** The paper alone goes to the printer: everything else on the page is hidden from it. */
function printText(title: string, text: string): void {
  const paper = document.createElement('pre');
  paper.className = 'print-only';
  paper.textContent = text;
  document.body.append(paper);
  const before = document.title;
  document.title = title;
  window.print();
  document.title = before;
  paper.remove();
}
