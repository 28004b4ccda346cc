/** Put into a page before it loads: a printer on its USB, and a print dialog that tells of it. */
import { pretendUsbPrinter, paperText, printerProfiles } from '@evertill/devices';

const clock = {
  now: () => Date.now(),
  after: (ms: number, act: () => void) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
const { usb, paper, isDrawerOpen, hands } = pretendUsbPrinter({
  profile: printerProfiles.wide,
  clock,
});

export interface Counter {
  readonly text: () => string;
  readonly isDrawerOpen: () => boolean;
  readonly hands: typeof hands;
  /** What went to the print dialog, and how wide its text was laid out. */
  readonly dialogs: { readonly text: string; readonly width: string }[];
}

const page = globalThis as unknown as Window & { counter: Counter };
Object.defineProperty(page.navigator, 'usb', { value: usb });
page.counter = { text: () => paperText(paper()), isDrawerOpen, hands, dialogs: [] };

/** Of every frame: the dialog of one is that of the page. */
page.print = () => {
  const { body } = page.document;
  const { counter } = page.top as unknown as typeof page;
  counter.dialogs.push({ text: body.innerText, width: page.getComputedStyle(body).width });
  page.dispatchEvent(new Event('afterprint'));
};
