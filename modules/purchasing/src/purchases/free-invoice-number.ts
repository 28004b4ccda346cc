/** An invoice number of ours, for an invoice that came without one. */
import type { Transaction } from '@evertill/kernel';
import { nextFreeNumber } from '../number-series.ts';
import { isInvoiceTaken } from './purchase-store.ts';

export function freeInvoiceNumber(tx: Transaction, supplierId: string): Promise<string> {
  return nextFreeNumber(tx, 'INV', (invoiceNumber) =>
    isInvoiceTaken(tx, { supplierId, invoiceNumber }),
  );
}
