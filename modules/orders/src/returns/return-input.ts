/** Small checks that the use cases of returns and refunds share. */
import { ORDER_TOTAL_MINOR_MAX, QUANTITY_MILLI_MAX, milliOf, minorOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';

/** AsiriaPOS carries the shop in the body; it may only be the shop of the token. */
export function refuseOtherTenant({ tenantId }: TenantContext, userClient?: string): void {
  if (userClient !== undefined && userClient.toLowerCase() !== tenantId) refuse('tenant_mismatch');
}

/** Thousandths of a quantity above zero. Refused as `amount_invalid`. */
export function quantityOf(decimal: string, field: string): number {
  const milli = milliOf(decimal);
  if (milli !== undefined && milli > 0 && milli <= QUANTITY_MILLI_MAX) return milli;
  return refuse('amount_invalid', { fields: [{ field, message: 'is no quantity here' }] });
}

/** Minor units of an amount above zero. Refused as `amount_invalid`. */
export function amountOf(decimal: string, currency: string, field: string): number {
  const minor = minorOf(decimal, currency);
  if (minor !== undefined && minor > 0 && minor <= ORDER_TOTAL_MINOR_MAX) return minor;
  return refuse('amount_invalid', { fields: [{ field, message: 'is no amount here' }] });
}

/** `<sale>:<line number>`, as a line of a sale is called. Refused as `not_found`. */
export function lineNumberOf(salesDetail: string | undefined, saleId: string): number | null {
  if (salesDetail === undefined) return null;
  const [, sale, number] = /^([0-9a-fA-F-]{36}):([1-9][0-9]{0,5})$/.exec(salesDetail) ?? [];
  if (sale?.toLowerCase() === saleId) return Number(number);
  const message = 'is no line of this sale';
  return refuse('not_found', { fields: [{ field: 'sales_detail', message }] });
}
