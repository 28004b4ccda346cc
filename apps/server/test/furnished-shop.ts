/**
 * A shop with one of everything in it, made over HTTP by its owner, and what each thing is called.
 * Two shops are furnished alike, so that every id of one has its counterpart in the other.
 */
import { counterAt, enrolRegister, newUuid } from '@evertill/testing';
import type { TestAnswer, TestRegister, TestShop, TestTenant } from '@evertill/testing';
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { buyersOf } from './furnished-buyers.ts';
import { boughtOf } from './furnished-purchases.ts';
import { seenOf } from './furnished-seen.ts';
import { stockOf } from './furnished-stock.ts';
import { idOf } from './furnishing.ts';
import type { Furnishing, Things } from './furnishing.ts';

export type { Json, Things } from './furnishing.ts';

export interface FurnishedShop {
  readonly tenant: TestTenant;
  readonly things: Things;
  readonly register: TestRegister;
  readonly book: PriceBook;
  /** In every name and reason of this shop; in no answer to anybody else. */
  readonly marker: string;
}

export async function furnish(shop: TestShop, tenant: TestTenant): Promise<FurnishedShop> {
  const token = tenant.tokens.owner;
  const marker = `Mk${newUuid().slice(-10)}`;
  const sure = ({ status, body }: TestAnswer, path: string): never => {
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body as never;
  };
  const at: Furnishing = {
    marker,
    token,
    shop,
    tenant,
    post: async (path, body = {}) => sure(await shop.call('POST', path, { token, body }), path),
    get: async (path) => sure(await shop.call('GET', path, { token }), path),
  };
  const register = await enrolRegister(shop, tenant, `Till ${marker}`);
  const leased = await enrolRegister(shop, tenant, `Leased ${marker}`);
  const goods = await goodsOf(at);
  const promoted = await promotedOf(at, goods);
  const people = await peopleOf(at);
  const sessions = await sessionsOf(at, register);
  const orders = await ordersOf(at, goods, sessions);
  const back = await comingBack(at, goods, sessions);
  const stock = await stockOf(at, goods);
  const bought = await boughtOf(at, goods);
  const buyers = await buyersOf(at);
  const rates = [{ currency: 'USD', rate: '0.79' }];
  const sheet = await shop.call('PUT', '/api/rate-sheets/current/', { token, body: { rates } });
  sure(sheet, 'the sheet of rates');
  const { body } = await shop.call('GET', '/api/price-books/current/', { token });
  const book = priceBookOf(codecOf(priceBookView).read(body).value as never);
  const fact = await factOf(at, { register, book, product: goods['product_id'] ?? '' });
  const parked = await parkedOf(at, { register: leased, book, product: goods['product_id'] ?? '' });
  await shop.running.assembly.drain();
  const seen = await seenOf(at);
  const things = {
    tenant_id: tenant.tenantId,
    register_id: register.registerId,
    leased_register: leased.registerId,
    leased_key: leased.deviceKey,
    ...{
      ...goods,
      ...promoted,
      ...people,
      ...sessions,
      ...orders,
      ...back,
      ...stock,
      ...bought,
      ...fact,
      ...parked,
      ...seen,
      ...buyers,
    },
  };
  return { tenant, things, register, book, marker };
}

async function goodsOf({ post, marker }: Furnishing): Promise<Things> {
  const group = async (name: string) =>
    idOf(await post('/api/categories/', { name: `${name} ${marker}` }), 'category_id');
  const unit = async (name: string) =>
    idOf(await post('/api/units/', { unit_name: `${name} ${marker}` }), 'unit_id');
  const category_id = await group('Tea');
  const unit_id = await unit('Box');
  const good = async (name: string): Promise<string> => {
    const sku = `${name}-${marker}`;
    const more = { category: category_id, unit: unit_id, minQuantity: '5', barcode: sku };
    const body = { sku, name: `${name} ${marker}`, price: '8.50', ...more };
    return idOf(await post('/api/products/', body), 'product_id');
  };
  const product_id = await good('MUG');
  const addTo = (product: string, barcode: string) =>
    post(`/api/products/${product}/barcodes/`, { barcode: `${barcode}-${marker}` });
  const location = async (name: string): Promise<string> => {
    const body = { name: `${name} ${marker}`, code: `${name}-${marker}` };
    return idOf(await post('/api/locations/', body), 'location_id');
  };
  return {
    category_id,
    unit_id,
    product_id,
    spare_category: await group('Old'),
    spare_unit: await unit('Old'),
    spare_product: await good('OLD'),
    fresh_product: await good('NEW'),
    scarce_product: await good('FEW'),
    barcode_id: idOf(await addTo(product_id, 'second'), 'barcode_id'),
    location_id: await location('Back'),
    other_location: await location('Side'),
    spare_location: await location('Shed'),
  };
}

/** Coupons are needed for all of them, so that sales of this shop cost what they cost. */
async function promotedOf({ post, marker }: Furnishing, goods: Things): Promise<Things> {
  const promotion = async (name: string): Promise<string> => {
    const own = { name: `${name} ${marker}`, is_coupon_needed: true };
    const body = { ...own, kind: 'PERCENT_OFF', percent: '10', products: [goods['product_id']] };
    return idOf(await post('/api/promotions/', body), 'promotion_id');
  };
  const coupon = async (name: string, promotionId: string): Promise<string> => {
    const code = `${name}${marker}`.toUpperCase();
    return idOf(await post('/api/coupons/', { code, promotion: promotionId }), 'coupon_id');
  };
  const promotion_id = await promotion('Tenth');
  return {
    promotion_id,
    spare_promotion: await promotion('Old'),
    coupon_id: await coupon('A', promotion_id),
    spare_coupon: await coupon('B', promotion_id),
  };
}

async function peopleOf({ post, marker, get }: Furnishing): Promise<Things> {
  const digits = Number.parseInt(marker.slice(-8), 16).toString().padStart(10, '0');
  const person = async (number: number, role = 'EMPLOYEE'): Promise<string> => {
    const body = {
      client_name: `Somebody ${number} ${marker}`,
      phone_number: `+2${digits}${number}`,
      role,
      password: 'correct horse battery staple',
    };
    return idOf(await post('/api/clients/', body), 'user_client_id');
  };
  const key = async (name: string): Promise<string> =>
    idOf(
      await post('/api/api-keys/', { name: `${name} ${marker}`, role: 'EMPLOYEE' }),
      'api_key_id',
    );
  const user_client_id = await person(1);
  const manager_id = await person(4, 'MANAGER');
  await post(`/api/clients/${manager_id}/set-pin/`, { pin: '7294' });
  const [me] = await get('/api/clients/?role=OWNER');
  return {
    user_client_id,
    manager_id,
    owner_id: idOf(me ?? {}, 'user_client_id'),
    spare_person: await person(2),
    leaving_person: await person(3),
    api_key_id: await key('Program'),
  };
}

async function sessionsOf({ post, marker }: Furnishing, { registerId }: TestRegister) {
  const till = async (name: string): Promise<string> =>
    idOf(await post('/api/registers/', { name: `${name} ${marker}` }), 'register_id');
  const idle = await post('/api/registers/', { name: `Idle ${marker}` });
  const open = async (register: string): Promise<string> =>
    idOf(await post('/api/cash-sessions/', { register, opening_float: '100.00' }), 'session_id');
  const closed = await open(await till('Closed'));
  await post(`/api/cash-sessions/${closed}/close/`, { closing_total: '100.00' });
  return {
    session_id: await open(registerId),
    spare_session: await open(await till('Closing')),
    closed_session: closed,
    idle_register: idOf(idle, 'register_id'),
    enrolment_code: idOf(idle, 'enrolment_code'),
    spare_register: await till('Renewed'),
  };
}

async function ordersOf({ post, get, marker }: Furnishing, goods: Things, { session_id }: Things) {
  const lines = [{ product: goods['product_id'], quantity: '2' }];
  const draft = async (): Promise<string> =>
    idOf(await post('/api/salesheaders/', { lines, note: marker }), 'sales_header_id');
  const lineOf = async (header: string): Promise<string> => {
    const [line] = await get(`/api/salesdetails/?sales_header=${header}`);
    return idOf(line ?? {}, 'sales_detail_id');
  };
  const confirmed = async (): Promise<string> => {
    const header = await draft();
    await post(`/api/salesheaders/${header}/confirm/`);
    return header;
  };
  const pay = async (header: string, amount: string): Promise<string> => {
    const body = { sales_header: header, session: session_id, method: 'CASH', amount };
    return idOf(await post('/api/sales-payments/', body), 'sales_payment_id');
  };
  const [header, spareLined, due, sold, sold2] = [
    await draft(),
    await draft(),
    await confirmed(),
    await confirmed(),
    await confirmed(),
  ];
  const attempt = {
    ...{ sales_header: due, provider: 'SIMULATOR', method: 'CARD', account: 'slow' },
    ...{ payment_attempt_id: newUuid(), amount: '1.00' },
  };
  return {
    sales_header_id: header,
    sales_detail_id: await lineOf(header),
    spare_line: await lineOf(spareLined),
    due_header: due,
    sales_payment_id: await pay(due, '1.00'),
    payment_attempt_id: idOf(await post('/api/payment-attempts/', attempt), 'payment_attempt_id'),
    receipt_id: (await pay(sold, '17.00'), sold),
    void_header: (await pay(sold2, '17.00'), sold2),
    confirm_header: await draft(),
    cancel_header: await draft(),
    spare_header: await draft(),
  };
}

/** Sales of which something is asked back: goods, and money. */
async function comingBack(
  { post, get, marker }: Furnishing,
  goods: Things,
  { session_id }: Things,
) {
  const product = goods['product_id'];
  const sold = async (quantity: string, amount: string): Promise<string> => {
    const body = { lines: [{ product, quantity }], note: marker };
    const header = idOf(await post('/api/salesheaders/', body), 'sales_header_id');
    await post(`/api/salesheaders/${header}/confirm/`);
    const payment = { sales_header: header, session: session_id, method: 'CASH', amount };
    await post('/api/sales-payments/', payment);
    return header;
  };
  const sales_header = await sold('10', '85.00');
  const goodsBack = async (): Promise<string> => {
    const body = { sales_header, product, quantity: '1', reason: 'OTHER', notes: marker };
    return idOf(await post('/api/sales-returns/', body), 'sales_return_id');
  };
  const moneyBack = async (method = 'CASH'): Promise<string> => {
    const body = { sales_header, amount: '1.00', method, session: session_id };
    return idOf(await post('/api/sales-refunds/', { ...body, notes: marker }), 'refund_id');
  };
  const credit = await moneyBack('STORE_CREDIT');
  await post(`/api/sales-refunds/${credit}/approve/`);
  const [given] = await get(`/api/store-credits/?sales_refund=${credit}`);
  return {
    store_credit_id: idOf(given ?? {}, 'store_credit_id'),
    store_credit_code: idOf(given ?? {}, 'code'),
    returned_header: sales_header,
    exchanged_header: await sold('2', '17.00'),
    sales_return_id: await goodsBack(),
    approved_return: await goodsBack(),
    rejected_return: await goodsBack(),
    spare_return: await goodsBack(),
    refund_id: await moneyBack(),
    approved_refund: await moneyBack(),
    rejected_refund: await moneyBack(),
    spare_refund: await moneyBack(),
  };
}

interface Fact {
  readonly register: TestRegister;
  readonly book: PriceBook;
  readonly product: string;
}

/** A sale that the register's own queue brought. */
async function factOf({ shop, tenant }: Furnishing, fact: Fact): Promise<Things> {
  const counter = counterAt({ shop, tenant, ...fact });
  const { id } = await counter.settle('sale', counter.saleOf());
  return { fact_header: id };
}

/** A sale that no server books, of a register that sells nothing else. */
async function parkedOf({ shop, tenant }: Furnishing, fact: Fact): Promise<Things> {
  const counter = counterAt({ shop, tenant, ...fact });
  const { id } = await counter.settle('sale', { ...counter.saleOf(), currency: 'XTS' });
  return { parked_operation: id };
}
