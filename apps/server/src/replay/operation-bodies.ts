/** The bodies of planned operations, as the register that rang them up would have sent them. */
import { codecOf, refundBody, saleBody } from '@evertill/contract';
import type { InputOf, RefundBody, SaleBody, orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { PlannedLine, PlannedOperation } from './plan.ts';
import { customerIdOf, operationIdOf, paymentIdOf, productIdOf, saleIdOf } from './replay-ids.ts';

/** What a body says of how it was priced. The same on every run, or it would be another body. */
export interface Pricing {
  readonly currency: string;
  readonly priceBookVersion: number;
  readonly rulesVersion: number;
}

export type SentOperation = InputOf<typeof orders.push>['operations'][number];

/** The file says nothing of tax. */
const TAX_CODE = 'EXEMPT';

interface Shop {
  readonly tenantId: string;
  readonly pricing: Pricing;
}

export type WriteBody = (operation: PlannedOperation, seq: number) => SentOperation;

export function bodyWriter(shop: Shop): WriteBody {
  return (operation, seq) => {
    const id = operationIdOf(shop.tenantId, operation);
    const body =
      operation.kind === 'sale'
        ? codecOf(saleBody).write(saleOf(shop, operation, id))
        : codecOf(refundBody).write(refundOf(shop, operation, id));
    const dependsOn = returnedSaleOf(shop, operation);
    return {
      seq,
      id,
      kind: operation.kind,
      occurredAt: operation.occurredAt,
      body: body as Record<string, unknown>,
      ...(dependsOn === undefined ? {} : { dependsOn }),
    };
  };
}

function saleOf(shop: Shop, operation: PlannedOperation, id: string): SaleBody {
  const { priceBookVersion, rulesVersion, currency } = shop.pricing;
  return {
    ...sharedOf(shop, operation, id),
    priceBookVersion,
    rulesVersion,
    lines: operation.lines.map((line) => ({
      ...goodsOf(shop, line),
      unitPrice: decimalOf(line.row.priceMinor, currency),
    })),
  };
}

function refundOf(shop: Shop, operation: PlannedOperation, id: string): RefundBody {
  return {
    ...sharedOf(shop, operation, id),
    salesHeader: returnedSaleOf(shop, operation) ?? null,
    reason: 'OTHER',
    lines: operation.lines.map((line) => ({
      ...goodsOf(shop, line),
      ...(line.saleLineNumber === undefined ? {} : { saleLineNumber: line.saleLineNumber }),
    })),
  };
}

function returnedSaleOf(
  { tenantId }: Shop,
  { saleInvoiceNo }: PlannedOperation,
): string | undefined {
  return saleInvoiceNo === undefined ? undefined : saleIdOf(tenantId, saleInvoiceNo);
}

function sharedOf({ tenantId, pricing }: Shop, operation: PlannedOperation, id: string) {
  const { currency } = pricing;
  const { customer, totalMinor, receiptNumber } = operation;
  const total = decimalOf(totalMinor, currency);
  // The file does not say how it was paid, and cash would be rounded.
  const paid = {
    salesPaymentId: paymentIdOf(tenantId, id),
    method: 'OTHER',
    amount: total,
  } as const;
  return {
    receiptNumber,
    currency,
    ...(customer === '' ? {} : { customer: customerIdOf(tenantId, customer) }),
    tax: decimalOf(0, currency),
    total,
    payments: totalMinor === 0 ? [] : [paid],
    source: 'IMPORT' as const,
  };
}

function goodsOf({ tenantId, pricing: { currency } }: Shop, { row }: PlannedLine) {
  return {
    product: productIdOf(tenantId, row.stockCode),
    sku: row.stockCode,
    name: row.description.trim() === '' ? row.stockCode : row.description,
    quantity: decimalOfMilli(row.quantityMilli),
    taxCode: TAX_CODE,
    tax: decimalOf(0, currency),
    total: decimalOf(row.totalMinor, currency),
  };
}
