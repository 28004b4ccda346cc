/**
 * The browser's own print dialog, where no printer is within reach: any printer of the system, but
 * no drawer, no status, and nobody who can tell whether the person pressed Print.
 */
import { within } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { PrintDocument } from '../print-document.ts';
import type { PrintOutcome, Printer } from '../printer.ts';
import { documentHtml, pageStyle } from './document-html.ts';
import type { Paper } from './document-html.ts';

/** What we use of an iframe. */
export interface PrintFrame {
  srcdoc: string;
  readonly style: { cssText: string };
  readonly contentWindow: PrintView | null;
  addEventListener(type: 'load', listener: () => void, options: { once: true }): void;
  remove(): void;
}

/** What we use of the window in it. */
export interface PrintView {
  readonly document: {
    adoptedStyleSheets: object[];
    readonly body: { getBoundingClientRect(): { readonly height: number } };
  };
  readonly CSSStyleSheet: new () => { replaceSync(text: string): void };
  focus(): void;
  print(): void;
  addEventListener(type: 'afterprint', listener: () => void, options: { once: true }): void;
}

/** What we use of a window. */
export interface PrintPage {
  readonly document: {
    createElement(tagName: 'iframe'): PrintFrame;
    readonly body: { append(frame: never): void };
  };
}

const LOAD_PATIENCE_MS = 10_000;
/** People leave dialogs open; the queue behind it shall not wait for ever. */
const DIALOG_PATIENCE_MS = 300_000;
const MM_AN_INCH = 25.4;
const PIXELS_AN_INCH = 96;

export function browserPrinter(page: PrintPage, paper: Paper, clock: Clock): Printer {
  const inTurn = oneAtATime();
  return {
    print: (document) => inTurn(() => printNow(document, { page, paper, clock })),
    status: () => Promise.resolve(undefined),
  };
}

interface Printing {
  readonly page: PrintPage;
  readonly paper: Paper;
  readonly clock: Clock;
}

async function printNow(
  document: PrintDocument,
  { page, paper, clock }: Printing,
): Promise<PrintOutcome> {
  const html = await documentHtml(document).catch(() => undefined);
  if (html === undefined) return { kind: 'not_printed', trouble: 'document_invalid' };
  const frame = page.document.createElement('iframe');
  try {
    // Out of sight, and not `display: none`, which some browsers print as an empty page.
    frame.style.cssText = 'position:fixed;inset:auto 100% 100% auto;width:0;height:0;border:0';
    const loaded = Promise.withResolvers<true>();
    frame.addEventListener('load', () => loaded.resolve(true), { once: true });
    frame.srcdoc = html;
    page.document.body.append(frame as never);
    const isLoaded = await within(clock, LOAD_PATIENCE_MS, loaded.promise, false);
    const view = frame.contentWindow;
    if (!isLoaded || view === null) return { kind: 'not_printed', trouble: 'not_there' };
    dress(view, paper);
    const closed = Promise.withResolvers<true>();
    view.addEventListener('afterprint', () => closed.resolve(true), { once: true });
    view.focus();
    view.print();
    const isClosed = await within(clock, DIALOG_PATIENCE_MS, closed.promise, false);
    return isClosed ? { kind: 'sent' } : { kind: 'unknown', trouble: 'dialog_closed' };
  } catch {
    return { kind: 'unknown', trouble: 'dialog_closed' };
  } finally {
    frame.remove();
  }
}

/** A sheet of the frame's own making: no other fits its document. The page is as long as it. */
function dress({ document, CSSStyleSheet }: PrintView, paper: Paper): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pageStyle(paper));
  document.adoptedStyleSheets = [sheet];
  const { height } = document.body.getBoundingClientRect();
  sheet.replaceSync(pageStyle(paper, Math.ceil((height * MM_AN_INCH) / PIXELS_AN_INCH) + 1));
}
