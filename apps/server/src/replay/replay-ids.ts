/**
 * Every id of a replay, derived from the shop and what the file calls the thing: whoever replays
 * the same invoices again speaks of the same sales.
 */
import { derivedId, sha256Hex } from '@evertill/kernel';
import type { PlannedOperation } from './plan.ts';

/** Parts are kept apart, so that no two names run into one. */
function idOf(tenantId: string, kind: string, ...parts: readonly string[]): string {
  return derivedId(tenantId, `import:${kind}:${parts.map(encodeURIComponent).join(':')}`);
}

/** Not through `idOf`: this name is known outside. */
export function productIdOf(tenantId: string, stockCode: string): string {
  return derivedId(tenantId, `import:product:${stockCode}`);
}

export function customerIdOf(tenantId: string, customer: string): string {
  return idOf(tenantId, 'customer', customer);
}

export function saleIdOf(tenantId: string, invoiceNo: string): string {
  return idOf(tenantId, 'sale', invoiceNo);
}

export function operationIdOf(tenantId: string, operation: PlannedOperation): string {
  const { kind, invoiceNo, saleInvoiceNo } = operation;
  if (kind === 'sale') return saleIdOf(tenantId, invoiceNo);
  return saleInvoiceNo === undefined
    ? idOf(tenantId, 'return', invoiceNo)
    : idOf(tenantId, 'refund', invoiceNo, saleInvoiceNo);
}

export function paymentIdOf(tenantId: string, operationId: string): string {
  return idOf(tenantId, 'payment', operationId);
}

export function adjustmentIdOf(tenantId: string, invoiceNo: string, number: number): string {
  return idOf(tenantId, 'adjustment', invoiceNo, String(number));
}

export function registerIdOf(tenantId: string, place: number, count: number): string {
  return idOf(tenantId, 'register', String(place), String(count));
}

/** Which of `count` registers an invoice went over, from 0. */
export function registerPlaceOf(invoiceNo: string, count: number): number {
  return Number.parseInt(sha256Hex(invoiceNo).slice(0, 8), 16) % count;
}
