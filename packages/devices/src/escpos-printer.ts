/**
 * A receipt printer that speaks ESC/POS, and the drawer on its plug, over any link.
 *
 * Before a document it is asked how it is, so that one without paper is sent nothing. After it, it
 * is asked to say when all is done; only that makes `printed`. Whatever ends in between is unknown.
 */
import type { CashDrawer, DrawerOutcome } from './cash-drawer.ts';
import type { Clock } from './clock.ts';
import { encodeDocument, encodeDrawerPulse } from './escpos/encode.ts';
import type { DrawLine } from './escpos/encode.ts';
import type { PrinterProfile } from './escpos/profile.ts';
import { troubleOf } from './escpos/status.ts';
import type { ByteLink } from './link/byte-link.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { PrintDocument } from './print-document.ts';
import type { PrintOutcome, PrintTrouble, Printer } from './printer.ts';
import { statusLine } from './status-line.ts';
import type { StatusLine } from './status-line.ts';

export interface EscposSettings {
  readonly link: ByteLink;
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  /** Without it, what no code page holds is spelled out. */
  readonly drawLine?: DrawLine;
  /** The level of the drawer's sensor while it is open; absent where that was never tried out. */
  readonly openPin?: 'high' | 'low';
}

/** How long a piece of a document may take before the printer counts as stopped. */
const PIECE_PATIENCE_MS = 10_000;
/** A long receipt at the pace of a slow printer, from the last byte to the cut. */
const DONE_PATIENCE_MS = 15_000;
/** A solenoid that is kicked again and again burns. */
const KICK_GAP_MS = 1_000;

/** How a printer stands, as far as anybody can tell without printing. */
export type PrinterLook =
  | { readonly kind: 'ready' }
  /** It prints, and the roll will soon be over. */
  | { readonly kind: 'near_end' }
  /** It is there, and says no more. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'trouble'; readonly trouble: PrintTrouble };

export interface EscposDevices {
  readonly printer: Printer;
  readonly drawer: CashDrawer;
  /** Never rejects. */
  readonly look: () => Promise<PrinterLook>;
  /** Lets the device go, for another tab or program. */
  readonly close: () => Promise<void>;
}

export function escposDevices(settings: EscposSettings): EscposDevices {
  const inTurn = oneAtATime();
  const { link, profile, clock, openPin } = settings;
  const line = statusLine(link, clock);
  const statusNow = async () => {
    if (!profile.saysStatus || (await link.open()) !== undefined) return undefined;
    return line.askStatus();
  };
  let kickedAt = -KICK_GAP_MS;
  return {
    printer: {
      print: (document) => inTurn(() => printNow(document, { ...settings, line })),
      status: () => inTurn(statusNow),
    },
    drawer: {
      open: () =>
        inTurn(async () => {
          if (clock.now() - kickedAt < KICK_GAP_MS) {
            return { kind: 'not_kicked', trouble: 'too_soon' };
          }
          const outcome = await kick(settings);
          if (outcome.kind !== 'not_kicked') kickedAt = clock.now();
          return outcome;
        }),
      isOpen: () =>
        inTurn(async () => {
          if (openPin === undefined) return undefined;
          const pin = (await statusNow())?.drawerPin;
          return pin === undefined || pin === 'unknown' ? undefined : pin === openPin;
        }),
    },
    look: () => inTurn(() => lookNow({ ...settings, line })),
    close: () => inTurn(link.close),
  };
}

async function lookNow({ link, line, profile }: Printing): Promise<PrinterLook> {
  const unopened = await link.open();
  if (unopened !== undefined) return { kind: 'trouble', trouble: unopened };
  if (!profile.saysStatus) return { kind: 'silent' };
  const status = await line.askStatus();
  const trouble = status === undefined ? 'no_answer' : troubleOf(status);
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  return { kind: status?.paper === 'near_end' ? 'near_end' : 'ready' };
}

type Printing = EscposSettings & { readonly line: StatusLine };

async function printNow(document: PrintDocument, printing: Printing): Promise<PrintOutcome> {
  const { link, line, profile } = printing;
  const bytes = bytesOf(document, printing);
  if (bytes === undefined) return { kind: 'not_printed', trouble: 'document_invalid' };
  const before = await troubleBefore(printing);
  if (before !== undefined) return { kind: 'not_printed', trouble: before };
  const written = await link.write(bytes, PIECE_PATIENCE_MS);
  if (written.kind === 'nothing') return { kind: 'not_printed', trouble: written.trouble };
  if (written.kind === 'some') {
    return { kind: 'unknown', trouble: (await troubleNow(printing)) ?? written.trouble };
  }
  if (!profile.saysStatus) return { kind: 'sent' };
  const hasPaper = await line.askDone(DONE_PATIENCE_MS);
  if (hasPaper === true) return { kind: 'printed' };
  if (hasPaper === false) return { kind: 'unknown', trouble: 'out_of_paper' };
  return { kind: 'unknown', trouble: (await troubleNow(printing)) ?? 'no_answer' };
}

/** Undefined where the document cannot be put into bytes for this printer. */
function bytesOf(
  document: PrintDocument,
  { profile, drawLine }: EscposSettings,
): Uint8Array | undefined {
  try {
    return encodeDocument(document, profile, drawLine).bytes;
  } catch {
    return undefined;
  }
}

async function troubleBefore(printing: Printing): Promise<PrintTrouble | undefined> {
  const { link, line, profile } = printing;
  const unopened = await link.open();
  if (unopened !== undefined || !profile.saysStatus) return unopened;
  const status = await line.askStatus();
  const trouble = status === undefined ? 'no_answer' : troubleOf(status);
  // What an earlier document left in the printer comes out first.
  if (trouble === undefined) await line.settle(DONE_PATIENCE_MS);
  return trouble;
}

/** Why it stopped, where it still says so. */
async function troubleNow({ link, line, profile }: Printing): Promise<PrintTrouble | undefined> {
  if (!profile.saysStatus) return undefined;
  const unopened = await link.open();
  if (unopened !== undefined) return unopened === 'not_there' ? 'connection_lost' : unopened;
  const status = await line.askStatus();
  return status === undefined ? undefined : troubleOf(status);
}

async function kick({ link, profile }: EscposSettings): Promise<DrawerOutcome> {
  const unopened = await link.open();
  if (unopened !== undefined) return { kind: 'not_kicked', trouble: unopened };
  const written = await link.write(encodeDrawerPulse(profile), PIECE_PATIENCE_MS);
  if (written.kind === 'taken') return { kind: 'kicked' };
  return written.kind === 'nothing'
    ? { kind: 'not_kicked', trouble: written.trouble }
    : { kind: 'unknown', trouble: written.trouble };
}
