/**
 * The port of a printer. What becomes of a document is said as far as it is known, and no further:
 * paper that may have come out is never called printed, nor not printed.
 */
import type { PrintDocument } from './print-document.ts';

export type PrintTrouble =
  /** No such device: switched off, unplugged, out of reach, or never allowed by a person. */
  | 'not_there'
  /** Another program or another tab holds it. */
  | 'busy'
  | 'out_of_paper'
  | 'cover_open'
  /** The printer says no more than that it does not print. */
  | 'offline'
  /** A jam of the cutter, an overheated head: the printer says it is in error. */
  | 'device_error'
  /** It took part of the document, or all of it, and then nothing was heard in time. */
  | 'no_answer'
  /** The connection broke. */
  | 'connection_lost'
  /** The person closed the print dialog, or nobody can tell what was done with it. */
  | 'dialog_closed'
  /** This document cannot be put into bytes for this printer: trying again does not help. */
  | 'document_invalid';

export type PrintOutcome =
  /** The printer itself said, after the last byte, that it is well and has paper. */
  | { readonly kind: 'printed' }
  /** Every byte was taken, by a printer or a dialog that cannot say more. */
  | { readonly kind: 'sent' }
  /** Not one byte was sent: printing it again makes no second paper. */
  | { readonly kind: 'not_printed'; readonly trouble: PrintTrouble }
  /** It may have been printed, whole or in part: only a person who looks knows. */
  | { readonly kind: 'unknown'; readonly trouble: PrintTrouble };

export interface PrinterStatus {
  readonly isOnline: boolean;
  readonly paper: 'enough' | 'near_end' | 'out' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  readonly hasError: boolean;
  /** The level of the drawer's sensor; which of them is open depends on the drawer's wiring. */
  readonly drawerPin: 'high' | 'low' | 'unknown';
}

export interface Printer {
  /** Never rejects. Documents given at the same time come out in the order they were given in. */
  readonly print: (document: PrintDocument) => Promise<PrintOutcome>;
  /** Undefined where the printer does not say, or is not there. Never rejects. */
  readonly status: () => Promise<PrinterStatus | undefined>;
}
