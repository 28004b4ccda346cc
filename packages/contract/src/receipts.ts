/**
 * Operations of the module orders on receipts: read, and taken to a customer. A receipt is made
 * again of its sale; it is never written.
 */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { receiptView } from './order-views.ts';
import { text, uuid } from './wire-types.ts';

const seeing = { kind: 'user', capability: 'sale_view' } as const;
/** A customer by its id: whoever knows a phone number or an e-mail asks for the id first. */
const customer = { customer: uuid() };

export const receipts = {
  listReceipts: operation({
    name: 'orders.listReceipts',
    http: { method: 'GET', path: '/api/receipts/' },
    summary: 'Receipts.',
    access: seeing,
    input: listQuery(['payment_date'], {
      salesHeader: uuid().optional(),
      receiptNumber: text(40).optional(),
      customer: uuid().optional(),
    }),
    output: listOf(receiptView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findReceipt: operation({
    name: 'orders.findReceipt',
    http: { method: 'GET', path: '/api/receipts/{receipt_id}/' },
    summary: 'One receipt, with its text at 42 columns. Its id is the id of the sale.',
    access: seeing,
    input: z.strictObject({ receiptId: uuid() }),
    output: receiptView,
    refusals: ['input_invalid', 'not_found'],
  }),
  linkReceipt: operation({
    name: 'orders.linkReceipt',
    http: { method: 'POST', path: '/api/receipt/link/' },
    summary: 'Say whose a receipt is. Once: the same customer again changes nothing.',
    access: seeing,
    input: z.strictObject({ receiptId: uuid(), ...customer }),
    output: receiptView,
    refusals: ['input_invalid', 'not_found', 'receipt_linked'],
  }),
  linkReceiptByToken: operation({
    name: 'orders.linkReceiptByToken',
    // Ten times as dear as another request: whoever tries tokens comes to an end soon.
    http: { method: 'POST', load: 'heavy', path: '/api/receipt/link-token/' },
    summary: 'The same by the token that is printed on the receipt, whoever sold it.',
    access: seeing,
    input: z.strictObject({ linkToken: text(40, 1), ...customer }),
    output: receiptView,
    refusals: ['input_invalid', 'not_found', 'receipt_linked'],
  }),
};
