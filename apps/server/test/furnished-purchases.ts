/** What a furnished shop has bought, and from whom; with a spare of everything that can end. */
import { idOf } from './furnishing.ts';
import type { Furnishing, Json, Things } from './furnishing.ts';

export async function boughtOf(at: Furnishing, goods: Things): Promise<Things> {
  const sources = await sourcesOf(at);
  const orders = await ordersOf(at, goods, sources);
  return { ...sources, ...orders, ...(await purchasesOf(at, goods, sources)) };
}

async function sourcesOf({ post, marker }: Furnishing): Promise<Things> {
  const supplier = async (name: string): Promise<string> =>
    idOf(await post('/api/suppliers/', { name: `${name} ${marker}` }), 'supplier_id');
  const option = async (name: string): Promise<string> =>
    idOf(await post('/api/paymentsoptions/', { name: `${name} ${marker}` }), 'payment_option_id');
  const category = async (name: string): Promise<string> => {
    const made = await post('/api/expensecategories/', { name: `${name} ${marker}` });
    return idOf(made, 'expense_category_id');
  };
  const expense_category_id = await category('Rent');
  const expense = async (name: string): Promise<string> => {
    const body = {
      name: `${name} ${marker}`,
      amount: '5.00',
      expense_category: expense_category_id,
    };
    return idOf(await post('/api/expenses/', body), 'expense_id');
  };
  return {
    supplier_id: await supplier('Traders'),
    spare_supplier: await supplier('Nobody'),
    payment_option_id: await option('Cash'),
    spare_option: await option('Barter'),
    expense_category_id,
    spare_expense_category: await category('Fines'),
    expense_id: await expense('January'),
    spare_expense: await expense('February'),
  };
}

const lineOf = ({ product_id: product, unit_id: unit }: Things): Json => ({
  ...{ product, unit, quantity: '900', price_per_unit: '1' },
});

async function ordersOf({ post, marker }: Furnishing, goods: Things, sources: Things) {
  const order = async (): Promise<string> => {
    const body = { supplier: sources['supplier_id'], notes: marker };
    return idOf(await post('/api/poheaders/', body), 'po_header_id');
  };
  const lineOn = async (po_header: string): Promise<string> =>
    idOf(await post('/api/podetails/', { po_header, ...lineOf(goods) }), 'po_detail_id');
  const [po_header_id, converted_order] = [await order(), await order()];
  await lineOn(converted_order);
  return {
    po_header_id,
    po_detail_id: await lineOn(po_header_id),
    spare_order_line: await lineOn(po_header_id),
    spare_order: await order(),
    converted_order,
  };
}

async function purchasesOf({ post, marker }: Furnishing, goods: Things, sources: Things) {
  let invoices = 0;
  const purchase = async (): Promise<string> => {
    const invoice_number = `I${(invoices += 1)}-${marker}`;
    const body = { supplier: sources['supplier_id'], invoice_number };
    return idOf(await post('/api/purchaseheaders/', body), 'purchase_header_id');
  };
  const lineOn = async (purchase_header: string): Promise<string> => {
    const body = { purchase_header, ...lineOf(goods) };
    return idOf(await post('/api/purchasedetails/', body), 'purchase_detail_id');
  };
  const [purchase_header_id, awaited_purchase] = [await purchase(), await purchase()];
  const purchase_detail_id = await lineOn(purchase_header_id);
  await lineOn(awaited_purchase);
  const pay = async (): Promise<string> => {
    const body = { purchase_header: purchase_header_id, amount_paid: '1', narration: marker };
    return idOf(await post('/api/payments/', body), 'payment_id');
  };
  const note = async (): Promise<string> => {
    const body = { purchase_header: purchase_header_id, notes: marker };
    return idOf(await post('/api/grnheaders/', body), 'grn_header_id');
  };
  const grn_header_id = await note();
  const receive = async (): Promise<string> => {
    const body = { grn_header: grn_header_id, purchase_detail: purchase_detail_id, quantity: '1' };
    return idOf(await post('/api/grndetails/', body), 'grn_detail_id');
  };
  return {
    purchase_header_id,
    purchase_detail_id,
    awaited_purchase,
    spare_purchase: await purchase(),
    free_purchase_line: await lineOn(purchase_header_id),
    spare_purchase_line: await lineOn(purchase_header_id),
    payment_id: await pay(),
    spare_payment: await pay(),
    grn_header_id,
    grn_detail_id: await receive(),
    spare_note_line: await receive(),
    spare_note: await note(),
  };
}
