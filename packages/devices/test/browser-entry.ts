/** What the browser tests call, inside a real page: the drivers with the page's own APIs. */
import {
  browserPrinter,
  canvasLines,
  chooseDetector,
  documentHtml,
  encodeDocument,
  followDisplay,
  indexedPrintStore,
  keyboardWedge,
  pageStyle,
  printerProfiles,
  windowDisplay,
} from '../src/index.ts';
import type {
  Clock,
  DatabaseFactory,
  DisplayChannel,
  DisplayView,
  DrawingContext,
  Paper,
  PrintDocument,
  PrintOutcome,
  PrintPage,
  WedgePage,
  WedgeSettings,
} from '../src/index.ts';

/** The page as the drivers' narrow types see it. */
interface Page extends WedgePage, PrintPage {
  readonly indexedDB: DatabaseFactory;
  readonly document: PrintPage['document'] & {
    open(): void;
    write(html: string): void;
    close(): void;
    adoptedStyleSheets: readonly object[];
  };
  readonly CSSStyleSheet: new () => { replaceSync(text: string): void };
  readonly BroadcastChannel: new (name: string) => DisplayChannel;
  readonly OffscreenCanvas: new (
    width: number,
    height: number,
  ) => { getContext(kind: '2d', options?: object): DrawingContext | null };
  readonly ImageData: new (data: Uint8ClampedArray, width: number, height: number) => object;
}

const page = globalThis as unknown as Page;

/** Silence comes when the test says so: a busy machine is not silence. */
let onSilence: (() => void) | undefined;
let heldNow = 0;
const heldClock: Clock = {
  now: () => heldNow,
  after: (milliseconds, act) => {
    onSilence = () => {
      heldNow += milliseconds;
      act();
    };
    return () => {
      onSilence = undefined;
    };
  },
};
const realClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

let scans: string[] = [];

export function listenToWedge(settings: Partial<WedgeSettings> & { isReal?: boolean }): void {
  const { isReal = false, ...wedge } = settings;
  scans = [];
  keyboardWedge(page, isReal ? realClock : heldClock, wedge).listen(({ text, symbology = '' }) => {
    scans.push(symbology + text);
  });
}

/** So many milliseconds later than it was due. */
export function comeSilence(lateMs = 0): void {
  heldNow += lateMs;
  onSilence?.();
}

export function scansSoFar(): readonly string[] {
  return scans;
}

/** Fills this page with the document, dressed as the print frame is. */
export async function fillPage(document: PrintDocument, paper: Paper): Promise<void> {
  const html = await documentHtml(document);
  page.document.open();
  page.document.write(html);
  page.document.close();
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(pageStyle(paper));
  page.document.adoptedStyleSheets = [sheet];
}

export function printInFrame(document: PrintDocument): Promise<PrintOutcome> {
  return browserPrinter(page, '80mm', realClock).print(document);
}

let showing: ReturnType<typeof windowDisplay> | undefined;

export function show(view: DisplayView): Promise<boolean> {
  showing ??= windowDisplay(new page.BroadcastChannel('display'), realClock);
  return showing.show(view);
}

let shown: string[] = [];

export function follow(): void {
  shown = [];
  followDisplay(new page.BroadcastChannel('display'), (view) => {
    shown.push(view.kind === 'basket' ? view.total : view.kind);
  });
}

export function shownSoFar(): readonly string[] {
  return shown;
}

/** The bytes of a document, with lines drawn by this browser's fonts, as hex. */
export function encodeDrawn(document: PrintDocument): string {
  const drawLine = canvasLines((width, height) =>
    new page.OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true }),
  );
  const { bytes } = encodeDocument(document, printerProfiles.wide, drawLine);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function addPrintJob(id: string): Promise<boolean> {
  const store = await indexedPrintStore(page.indexedDB);
  const document = { title: id, language: 'en', parts: [] };
  const state = { kind: 'waiting' } as const;
  return store.add({ id, document, copy: document, state, tries: 0, addedAt: 0 });
}

export async function printJobs(): Promise<readonly string[]> {
  const store = await indexedPrintStore(page.indexedDB);
  return (await store.all()).map(({ id, position }) => `${position} ${id}`);
}

/** Reads codes out of a picture with whatever this browser has, or with our own wasm. */
export async function detect(picture: {
  width: number;
  height: number;
  black: readonly number[];
  wasmUrl: string;
}): Promise<readonly string[]> {
  const { width, height, black, wasmUrl } = picture;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const dot of black) data.fill(0, dot * 4, dot * 4 + 3);
  const detector = await chooseDetector<object>(undefined, wasmUrl);
  const found = await detector.detect(new page.ImageData(data, width, height));
  return found.map(({ format, rawValue }) => `${format} ${rawValue}`);
}
